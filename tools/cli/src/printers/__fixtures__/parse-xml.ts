/** One element of an XML document. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const TOKEN = /<\?xml[^?]*\?>|<\/([\w.-]+)\s*>|<([\w.-]+)((?:\s+[\w.-]+="[^"<]*")*)\s*(\/?)>|[^<]+/gy;
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Reads the XML that we write; strict, throws at whatever is not well formed. */
export function parseXml(text: string): XmlElement {
  const bad = FORBIDDEN.exec(text);
  if (bad) throw new Error(`character ${bad[0].charCodeAt(0)} is not allowed in XML`);
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, closing, opening, attributes = '', selfClosing] = match;
    end = match.index + whole.length;
    const parent = open.at(-1) as XmlElement;
    if (closing !== undefined) {
      if (open.pop()?.name !== closing) throw new Error(`</${closing}> closes another element`);
    } else if (opening !== undefined) {
      const pairs = [...attributes.matchAll(/([\w.-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, decode(value)]);
      if (new Set(pairs.map(([key]) => key)).size !== pairs.length) throw new Error(`<${opening}> has an attribute twice`);
      const element = { name: opening, attributes: Object.fromEntries(pairs) as Record<string, string>, children: [], text: '' }; // prettier-ignore
      parent.children.push(element);
      if (!selfClosing) open.push(element);
    } else if (!whole.startsWith('<?')) parent.text += decode(whole);
  }
  if (end !== text.length) throw new Error(`not XML at ${end}: ${text.slice(end, end + 40)}`);
  const [only, ...others] = root.children;
  if (open.length !== 1 || !only || others.length > 0) throw new Error('not one closed root element');
  return only;
}

function decode(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/.test(text)) throw new Error(`a bare & in ${text.slice(0, 80)}`);
  return text.replace(/&(?:(\w+)|#(\d+));/g, (_all, name: string | undefined, number: string) =>
    name ? (ENTITIES[name] ?? '') : String.fromCodePoint(Number(number)),
  );
}
