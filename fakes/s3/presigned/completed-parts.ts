import type { CompletedMultipartUpload } from '@aws-sdk/client-s3';
import { malformedXml } from '../errors';

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/**
 * The parts that the body of a CompleteMultipartUpload request names.
 *
 * @throws MalformedXML
 */
export function completedParts(body: Uint8Array): CompletedMultipartUpload {
  const text = Buffer.from(body).toString('utf8');
  const [, inside] =
    /<CompleteMultipartUpload\b[^>]*>([\s\S]*)<\/CompleteMultipartUpload>\s*$/.exec(text) ?? [];
  if (inside === undefined) throw malformedXml();
  const Parts = [...inside.matchAll(/<Part>([\s\S]*?)<\/Part>/g)].map(([part]) => {
    const { PartNumber, ...members } = Object.fromEntries(
      [...part.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name, value]) => [
        String(name),
        unescapeXml(String(value)),
      ]),
    );
    return { ...members, ...(PartNumber === undefined ? {} : { PartNumber: Number(PartNumber) }) };
  });
  return { Parts };
}

function unescapeXml(text: string): string {
  return text.replaceAll(
    /&(?:#(\d+)|(\w+));/g,
    (entity, code: string | undefined, name: string | undefined) =>
      code === undefined ? (ENTITIES[String(name)] ?? entity) : String.fromCodePoint(Number(code)),
  );
}
