import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { COMPACTION_VARIABLES, readCompactionConfiguration } from '../../src/compaction/configuration';
import { createCompaction } from '../../src/compaction/handler';
import { ConfigurationError } from '../../src/shared/configuration';
import { readStreamConfiguration, STREAM_VARIABLES } from '../../src/stream-processor/configuration';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { body, lambdaContext, sqsRecord, streamRecord } from '../arrange/events';
import { lambdaWorld, type LambdaWorld } from '../arrange/lambda-world';
import { RECEIPT, receiptMetadata } from '../arrange/receipts';
import { rejection } from '../arrange/rejection';

interface Row {
  readonly names: readonly string[];
  readonly lambda: string;
  readonly defaults: readonly string[];
}

/** The table of variables in src/README.md. */
function documented(): Row[] {
  const text = readFileSync(join(__dirname, '../../src/README.md'), 'utf8');
  const table = text.slice(text.indexOf('## Environment'), text.indexOf('A wrong environment'));
  return table.split('\n').flatMap((line): Row[] => {
    const [, names = '', lambda = '', fallback = ''] = line.split('|').map((cell) => cell.trim());
    const quoted = (cell: string): string[] =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => String(name));
    return names.startsWith('`') ? [{ names: quoted(names), lambda, defaults: quoted(fallback) }] : [];
  });
}

const namesFor = (lambda: string): string[] =>
  documented()
    .filter((row) => row.lambda === lambda || row.lambda === 'both')
    .flatMap(({ names }) => names)
    .toSorted();

const STREAM = { LINES_QUEUE_URL: 'lines', WORDS_QUEUE_URL: 'words' };
const COMPACTION = { DYNAMODB_TABLE_NAME: 'receipts', CHROMADB_BUCKET: 'vectors' };

describe('contract: environment variables', () => {
  it('src/README.md names all that are read, and no others', () => {
    expect(namesFor('stream')).to.deep.equal([...STREAM_VARIABLES].toSorted());
    expect(namesFor('compaction')).to.deep.equal([...COMPACTION_VARIABLES].toSorted());
  });

  it('has the defaults that src/README.md tells', () => {
    const read: Record<string, unknown> = {
      ...readStreamConfiguration(STREAM),
      ...readCompactionConfiguration(COMPACTION),
    };
    for (const { names, defaults } of documented()) {
      if (defaults.length !== names.length) continue;
      for (const [index, name] of names.entries()) expect(String(read[name]), name).to.equal(defaults[index]);
    }
  });

  describe('are checked before anything is called', () => {
    let world: LambdaWorld;
    beforeEach(async () => {
      world = await lambdaWorld();
    });
    afterEach(() => world.end());

    const handlers = {
      stream: (env: Record<string, string>) =>
        createStreamProcessor(world.runtime({ env }))(
          { Records: [streamRecord(undefined, receiptMetadata(RECEIPT))] },
          lambdaContext(),
        ),
      compaction: (env: Record<string, string>) =>
        createCompaction(world.runtime({ env }))(
          { Records: [sqsRecord('words', body.metadata())] },
          lambdaContext(),
        ),
    };
    const complete = { stream: STREAM, compaction: COMPACTION };

    for (const lambda of ['stream', 'compaction'] as const) {
      for (const name of Object.keys(complete[lambda])) {
        for (const [what, text] of [
          ['is not set', undefined],
          ['is empty', ' '],
        ] as const) {
          it(`${lambda}: ${name} ${what}`, async () => {
            const { [name]: _, ...rest }: Record<string, string> = complete[lambda];
            const before = world.aws.calls.entries.length;
            const error = await rejection(
              handlers[lambda](text === undefined ? rest : { ...rest, [name]: text }),
            );
            expect(error).to.be.instanceOf(ConfigurationError);
            expect(error).to.have.property('message', `Configuration: ${name} ${what}.`);
            expect(world.aws.calls.entries.length).to.equal(before);
          });
        }
      }
    }
  });
});
