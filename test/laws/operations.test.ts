import { expect } from 'chai';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { fakeAws, FakeDefect, FakeMisuse, NotSupportedByFake, type FakeAws } from '../../fakes';
import type { MountedOperation } from '../../fakes/kernel/world';
import { arrange, type Samples } from './samples/samples';
import { anyValue, inputSchema, plainValue } from './schema-values';

/** The laws that hold for every operation of every service, whatever it does. */
interface AnyClient {
  send(command: object): Promise<object>;
}

const rows = (() => {
  const aws = fakeAws();
  const operations = aws.world.operations();
  aws.unplug();
  return operations.map(
    (operation) => [`${operation.service.name}.${operation.row.name}`, operation] as const,
  );
})();

describe('laws of every operation', function () {
  this.timeout(20_000);
  let aws: FakeAws;
  let samples: Samples;
  let arranged: ReturnType<FakeAws['mark']>;

  // The scene is set once; every test begins there again, at the cost of what the one before wrote.
  before(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    samples = await arrange();
    arranged = aws.mark();
  });
  beforeEach(() => aws.restore(arranged));
  // Refusals are what these tests ask for; they are not to be reported once more.
  afterEach(() => void aws.world.takeProblems());
  after(() => aws.unplug());

  function call({ service, row }: MountedOperation, input: object): Promise<object> {
    const Client = service.clients[0] as unknown as new (configuration: object) => AnyClient;
    return new Client({ maxAttempts: 1 }).send(new row.command(input as never));
  }

  /** Everything there is, as text. */
  function everything(): string {
    const { world } = aws;
    const seen = world.store.changesSince(world.store.oldest).map(({ collection }) => collection);
    return JSON.stringify(
      [...new Set(seen)].map((collection) => [collection.name, [...collection.entries()]]),
    );
  }

  it('has a sample for every operation, and no other', () => {
    expect(rows.map(([name]) => name).filter((name) => samples[name] === undefined)).to.deep.equal([]);
  });

  for (const [name, operation] of rows) {
    describe(name, () => {
      it('gives the same answer to the same input in the same state', async () => {
        const mark = aws.mark();
        const first = await settle(call(operation, sample(samples, name)));
        aws.restore(mark);
        const second = await settle(call(operation, sample(samples, name)));
        expect(second).to.deep.equal(first);
      });

      it('does not modify its input, and shares no reference with it or with its output', async () => {
        const input = sample(samples, name);
        const before = structuredClone(input);
        const output = await call(operation, input).catch((error: unknown) => error);
        expect(input).to.deep.equal(before);
        const state = everything();
        spoil(input);
        spoil(output);
        expect(everything()).to.equal(state);
      });

      it('changes nothing when it is refused', async () => {
        const state = everything();
        const input = sample(samples, name);
        for (const member of Object.keys(input)) {
          const mark = aws.world.store.mark();
          const without: Record<string, unknown> = { ...input };
          delete without[member];
          const outcome = await settle(call(operation, without));
          if (outcome.kind === 'error') expect(everything()).to.equal(state);
          else aws.world.store.restore(mark);
        }
        expect(aws.world.takeProblems().filter((problem) => problem instanceof FakeDefect)).to.deep.equal([]);
      });

      it('refuses every member of the SDK that it does not model, by name', async () => {
        const schema = inputSchema(operation.row.command);
        const state = everything();
        for (const [member, memberSchema] of schema.structIterator()) {
          if (operation.row.members.includes(member)) continue;
          const input = { ...sample(samples, name), [member]: plainValue(memberSchema) };
          const error = await call(operation, input).catch((reason: unknown) => reason);
          expect(error, member).to.be.instanceOf(NotSupportedByFake);
          expect(String(error)).to.contain(member);
        }
        expect(everything()).to.equal(state);
      });

      it('answers any input with an output, an error of AWS or a refusal, and never breaks', async () => {
        const schema = inputSchema(operation.row.command);
        const start = aws.mark();
        const members = fc.subarray([...operation.row.members], {
          minLength: Math.min(1, operation.row.members.length),
          maxLength: Math.min(3, operation.row.members.length),
        });
        await fc.assert(
          fc.asyncProperty(members, anyValue(schema), async (replaced, random) => {
            aws.restore(start);
            // A valid input with up to three of its modelled members replaced by anything that fits their types.
            const mixed = sample(samples, name);
            for (const member of replaced) mixed[member] = (random as Record<string, unknown>)[member];
            const state = everything();
            const outcome = await settle(call(operation, mixed));
            const problems = aws.world.takeProblems();
            expect(problems.filter((problem) => problem instanceof FakeDefect)).to.deep.equal([]);
            if (outcome.kind === 'error') expect(everything(), 'state after an error').to.equal(state);
          }),
          { numRuns: 60, seed: 20261123 },
        );
      });
    });
  }
});

function sample(samples: Samples, name: string): Record<string, unknown> {
  return structuredClone(samples[name] ?? {}) as Record<string, unknown>;
}

type Settled =
  | { readonly kind: 'answer'; readonly output: unknown }
  | { readonly kind: 'error'; readonly error: unknown };

/** An outcome that can be compared: streams become their text, errors their members. */
async function settle(promise: Promise<object>): Promise<Settled> {
  try {
    const output = (await promise) as Record<string, unknown>;
    const body = output['Body'];
    if (!(body instanceof Readable)) return { kind: 'answer', output };
    return {
      kind: 'answer',
      output: {
        ...output,
        Body: await (body as { transformToString?(): Promise<string> }).transformToString?.(),
      },
    };
  } catch (error) {
    if (error instanceof FakeMisuse || error instanceof NotSupportedByFake)
      return { kind: 'error', error: error.message };
    return { kind: 'error', error: { ...(error as object), message: String(error) } };
  }
}

/** Overwrites everything inside a value, as deep as it goes. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null || value instanceof Readable) return;
  if (value instanceof Uint8Array) return void value.fill(255);
  if (value instanceof Date) return void value.setTime(0);
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    spoil(member);
    if (typeof member !== 'object') (value as Record<string, unknown>)[key] = 'spoilt';
  }
}
