/** Operating system commands (titles, links, clipboard) and the like: from their introducer to their end. */
const STRINGS = /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?/g;
/** Control sequences other than colours, which end in `m`. */
const SEQUENCES = /(?:\u001b\[|\u009b)[0-?]*[ -/]*(?!m)[@-~]|\u001b(?!\[)[ -/]*[0-~]?|\u001b\[(?![0-9;]*m)/g;
/** Control characters but tab and line feed; the marks that turn the direction of text around. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u202a-\u202e\u2066-\u2069]/g;
const LATIN_CONTROLS = /[\u007f-\u009f]/g;

/**
 * Text that cannot move a terminal's cursor, set its title or write elsewhere, whatever a pod has logged: of
 * all control sequences colours alone stay. JSON means the same afterwards. Pure.
 */
export function toPrintable(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(STRINGS, '')
    .replace(SEQUENCES, '')
    .replace(CONTROLS, '')
    .replace(LATIN_CONTROLS, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}

/** Text in which a runner of GitHub Actions finds no command of somebody else's. JSON means the same afterwards. Pure. */
export function withoutWorkflowCommands(text: string): string {
  return text.replace(/^([^\S\n]*):(?=:)/gm, '$1: ').replaceAll('##[', '##\\u005b');
}
