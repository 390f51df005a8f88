import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** The server did not start, or refused a request. */
export class ChromaServerError extends Error {
  override readonly name = 'ChromaServerError';
  /** HTTP status; absent when there was no answer. */
  readonly status?: number | undefined;
  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/** A running `chroma run` on one directory. */
export interface ChromaServer {
  /** One REST call. @throws ChromaServerError for any other status than 200 and 201. */
  request(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>;
  /** No file of the directory changes any more when this has resolved. */
  stop(): Promise<void>;
}

const POLL_MS = 20;
const POLLS = 1_500;

/**
 * Starts a server as a child process: inside this one, the binding would block the thread. It lives in real time.
 * @throws ChromaServerError with what it printed, when it ends instead of answering.
 */
export async function startChromaServer(cli: string, directory: string): Promise<ChromaServer> {
  const port = await freePort();
  const options = ['run', '--path', directory, '--host', '127.0.0.1', '--port', String(port)];
  const child = spawn(process.execPath, [cli, ...options], { stdio: ['ignore', 'ignore', 'pipe'] });
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => (printed = (printed + chunk.toString()).slice(-2_000)));
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const base = `http://127.0.0.1:${port}/api/v2`;
  const server: ChromaServer = {
    request: (method, path, body) => request(`${base}${path}`, method, body),
    async stop() {
      process.removeListener('exit', kill);
      await end(child);
    },
  };
  for (let poll = 0; poll < POLLS && child.exitCode === null; poll += 1) {
    if (await answers(`${base}/heartbeat`)) return server;
    await delay(POLL_MS);
  }
  await server.stop();
  throw new ChromaServerError(`the Chroma server does not answer: ${printed.trim()}`);
}

async function request(url: string, method: string, body: unknown): Promise<unknown> {
  const given = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(url, { method, headers: { 'content-type': 'application/json' }, ...given });
  const text = await response.text();
  if (!response.ok)
    throw new ChromaServerError(`${method} ${url}: ${response.status} ${text}`, response.status);
  return JSON.parse(text);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    // Not listening yet.
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new ChromaServerError('no port is free');
  return address.port;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGINT');
  await exited;
}
