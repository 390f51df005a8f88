import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as v from 'valibot';

/** The optional package `chromadb` is not installed, or its binding does not load on this system. */
export class ChromaUnavailable extends Error {
  override readonly name = 'ChromaUnavailable';
}

/** Where Chroma's command line is, and which version of the binding it loads. */
export interface ChromaBinding {
  readonly cli: string;
  readonly version: string;
}

const Package = v.object({ version: v.string() });
const SUFFIX: Readonly<Record<string, string>> = { linux: '-gnu', win32: '-msvc' };

/** The package of the native binding for a platform, as chromadb names it. */
export function bindingPackage(platform: string, arch: string): string {
  return `chromadb-js-bindings-${platform}-${arch}${SUFFIX[platform] ?? ''}`;
}

/** Finds the package. Whether its binding loads is another question: `probeChroma`. @throws ChromaUnavailable. */
export function findChroma(from: string): ChromaBinding {
  try {
    // Its `exports` name nothing but the client, which lies in dist/cjs.
    const client = createRequire(from).resolve('chromadb');
    const inside = createRequire(client);
    const binding = bindingPackage(process.platform, process.arch);
    const { version } = v.parse(Package, inside(`${binding}/package.json`));
    return { cli: join(dirname(client), '..', 'cli.mjs'), version };
  } catch (error) {
    throw new ChromaUnavailable(firstLine(error), { cause: error });
  }
}

/** Loads the binding in a process of its own. @throws ChromaUnavailable with the loader's message. */
export function probeChroma(binding: ChromaBinding): void {
  try {
    execFileSync(process.execPath, [binding.cli, '--help'], { stdio: 'pipe' });
  } catch (error) {
    const loader = /^Error: (?!Command failed).*$/m.exec(String(error))?.[0];
    throw new ChromaUnavailable(loader ?? firstLine(error), { cause: error });
  }
}

const firstLine = (error: unknown): string => String(error).replace(/\n[\s\S]*$/, '');
