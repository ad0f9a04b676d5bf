/** Whether a colon stands between the digits of a time, or before the two slashes of a URL. */
export function isTimeOrUrl(text: string, colon: number): boolean {
  return (
    text.startsWith('//', colon + 1) || (isDigit(text.charCodeAt(colon - 1)) && isDigit(text.charCodeAt(colon + 1)))
  );
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
