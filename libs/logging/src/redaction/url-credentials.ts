import { REDACTED } from './redacted.ts';

/** Up to here a URL in running text reaches: user and password may hold everything else, encoded or not. */
const URL_TAIL = /[^\s"'`<>\\]*/;

/** The port of a host without credentials, as in `http://host:80/a@b`. */
const HOST_WITH_PORT = /^(?:\[[^\]]*\]|[^:/?#@]*)(?::\d*)?[/?#]/;

/**
 * Takes user and password out of URLs and DSNs of any scheme: `postgres://[redacted]@host/db`. A user
 * without a password goes as well where it is a token by custom, with http and https.
 */
export function redactUrlCredentials(text: string): string {
  let kept = '';
  let position = 0;
  for (;;) {
    const scheme = text.indexOf('://', position);
    if (scheme < 0) return kept + text.slice(position);
    const start = scheme + 3;
    const tail = tailAt(text, start);
    const userinfo = toUserinfo(tail, /https?$/i.test(text.slice(Math.max(0, scheme - 5), scheme)));
    kept += text.slice(position, start) + (userinfo === '' ? '' : REDACTED);
    position = start + userinfo.length;
  }
}

/** What follows `://`; the next URL in the same run has credentials of its own. */
function tailAt(text: string, start: number): string {
  const next = text.indexOf('://', start);
  return (URL_TAIL.exec(next < 0 ? text.slice(start) : text.slice(start, next)) as RegExpExecArray)[0];
}

/** User and password at the start of what follows `://`; a password may hold slashes that nobody encoded. */
function toUserinfo(tail: string, isHttp: boolean): string {
  const authority = (/[^/?#]*/.exec(tail) as RegExpExecArray)[0];
  const end = authority.lastIndexOf('@');
  if (end >= 0) {
    const userinfo = authority.slice(0, end);
    return isHttp || userinfo.includes(':') ? userinfo : '';
  }
  if (HOST_WITH_PORT.test(tail)) return '';
  return tail.slice(0, Math.max(0, tail.lastIndexOf('@')));
}
