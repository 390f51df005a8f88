import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { setOwn } from '../../kernel/shape';
import type { Item } from '../attribute-value';
import { StatementProblem } from './syntax';

/** Where a SELECT goes on. */
export interface Continuation {
  /** Which of its reads. */
  readonly read: number;
  /** Behind which key; undefined at the beginning of that read. */
  readonly key: Item | undefined;
}

/** What a NextToken belongs to: the same statement with the same parameters. */
export function requestHash(statement: string, parameters: readonly AttributeValue[]): string {
  return createHash('sha256')
    .update(JSON.stringify([statement, parameters]))
    .digest('base64url')
    .slice(0, 16);
}

type KeyTriple = readonly [name: string, type: string, text: string];

/** An opaque token. The same place always has the same one. */
export function nextToken(hash: string, { read, key }: Continuation): string {
  const triples = key === undefined ? null : Object.entries(key).map(([name, value]) => triple(name, value));
  return Buffer.from(JSON.stringify([hash, read, triples])).toString('base64url');
}

function triple(name: string, value: AttributeValue): KeyTriple {
  if (value.B !== undefined) return [name, 'B', Buffer.from(value.B).toString('base64url')];
  return value.N === undefined ? [name, 'S', value.S ?? ''] : [name, 'N', value.N];
}

/**
 * Reads a token. Captured: 2026-09, eu-west-1 and eu-west-2, both wordings, and that another Limit is no other request.
 * @throws StatementProblem no token at all, or that of another request
 */
export function continuationOf(token: string, hash: string): Continuation {
  const parts = parse(token);
  if (!Array.isArray(parts) || parts.length !== 3) throw invalidToken();
  const [request, read, triples]: unknown[] = parts;
  if (typeof request !== 'string' || typeof read !== 'number') throw invalidToken();
  if (request !== hash) throw new StatementProblem('NextToken does not match request');
  return { read, key: triples === null ? undefined : keyOf(triples) };
}

/** The token is none of this service's. */
export function invalidToken(): StatementProblem {
  return new StatementProblem('Invalid NextToken');
}

function parse(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw invalidToken();
  }
}

function keyOf(triples: unknown): Item {
  if (!Array.isArray(triples)) throw invalidToken();
  const key: Item = {};
  for (const entry of triples) {
    const [name, type, text]: unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof name !== 'string' || typeof text !== 'string') throw invalidToken();
    setOwn(key, name, keyValue(type, text));
  }
  return key;
}

function keyValue(type: unknown, text: string): AttributeValue {
  if (type === 'S') return { S: text };
  if (type === 'N') return { N: text };
  if (type === 'B') return { B: Uint8Array.from(Buffer.from(text, 'base64url')) };
  throw invalidToken();
}
