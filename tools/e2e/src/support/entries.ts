/** Where one service answers inside the cluster. */
export interface Address {
  address: string;
  port: number;
}

/** Has an API keep one entry; gives the file that it names. */
export async function writeEntry(api: Address): Promise<string> {
  const response = await fetch(urlOf(api, '/'));
  if (response.status !== 200) throw new Error(`GET / of ${urlOf(api, '')}: ${response.status}`);
  return ((await response.json()) as { file: string }).file;
}

/** Asks data-api for all entries with a key. */
export function readEntries(dataApi: Address, key: string): Promise<{ status: number; text: string }> {
  return ask(urlOf(dataApi, '/logs'), { authorization: `Bearer ${key}` });
}

/** Has backend-api download the entries of the environment development with the key that it holds. */
export function download(backendApi: Address): Promise<{ status: number; text: string }> {
  return ask(urlOf(backendApi, '/download_external_logs?env=development'), {});
}

function urlOf({ address, port }: Address, path: string): string {
  return `http://${address}:${port}${path}`;
}

async function ask(url: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
  const response = await fetch(url, { headers });
  return { status: response.status, text: await response.text() };
}
