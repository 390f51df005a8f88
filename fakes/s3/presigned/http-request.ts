/** A request to S3, taken apart once: everything the later steps look at. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** Decoded, in their order. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Uint8Array;
}

/** A request as `fetch` would send it: the headers that it adds for a body are there. */
export async function httpRequest(url: string | URL, init: RequestInit | undefined): Promise<HttpRequest> {
  const request = new Request(url, init);
  const address = new URL(request.url);
  return {
    method: request.method,
    url: address,
    query: queryOf(address),
    headers: new Map([...request.headers].map(([name, value]) => [name.toLowerCase(), value])),
    body: new Uint8Array(await request.arrayBuffer()),
  };
}

/** Not URLSearchParams: to S3 a plus sign is a plus sign. */
function queryOf(url: URL): [string, string][] {
  const text = url.search.slice(1);
  if (text === '') return [];
  return text.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    return [decodeURIComponent(name), decodeURIComponent(value)];
  });
}

/** The first value of a query parameter. */
export function queryValue({ query }: HttpRequest, name: string): string | undefined {
  return query.find(([given]) => given === name)?.[1];
}
