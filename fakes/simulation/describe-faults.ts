import { FakeMisuse } from '../kernel/errors';
import type { Option } from './choices';
import { explorePart } from './explore';
import type { ExploreReport } from './explore-options';
import { sweepOf, type SweepOptions } from './sweep';
import { faultPoints } from './fault-points';

/** What is used of Mocha. The library does not depend on it: it takes the globals, or what it is given. */
export interface MochaLike {
  describe(title: string, body: (this: SuiteLike) => void): unknown;
  it(title: string, body: () => Promise<void>): object;
  before(body: () => Promise<void>): void;
}

interface SuiteLike {
  addTest(test: unknown): unknown;
}

/**
 * `sweepFaults` as a suite: one test for every call that the undisturbed run makes, in which every fault that AWS can show at
 * that call strikes it. The calls are found out in a `before` hook, so Mocha's dry run shows only the first test.
 */
export function describeFaults(name: string, options: SweepOptions, mocha: MochaLike = ambientMocha()): void {
  mocha.describe(name, function faultSuite() {
    // oxlint-disable-next-line typescript/no-this-alias -- Mocha hands the suite over as `this`
    const suite = this;
    const first = mocha.it('holds undisturbed', async () => {
      await sweepPart(options, (_, { cost }) => (cost.faults ?? 0) === 0);
    });
    mocha.before(async () => {
      for (const point of await faultPoints(options)) {
        const body = async (): Promise<void> => {
          await sweepPart(
            options,
            (depth, { cost }) => depth > point.step || (depth === point.step) === (cost.faults ?? 0) > 0,
          );
        };
        suite.addTest(
          testLike(
            first,
            `holds when call ${point.number} fails: ${point.what} (${point.faults.join(', ')})`,
            body,
          ),
        );
      }
    });
  });
}

async function sweepPart(
  options: SweepOptions,
  allows: (depth: number, option: Option) => boolean,
): Promise<ExploreReport> {
  return explorePart(sweepOf(options), { allows });
}

/** Another test of the same class: Mocha is not imported, its class comes with the first test. */
function testLike(first: object, title: string, body: () => Promise<void>): unknown {
  return Reflect.construct(first.constructor, [title, body]);
}

function ambientMocha(): MochaLike {
  // Not by the global types: they are Mocha's own, and the build has none of them.
  const describe: MochaLike['describe'] | undefined = Reflect.get(globalThis, 'describe');
  const it: MochaLike['it'] | undefined = Reflect.get(globalThis, 'it');
  const before: MochaLike['before'] | undefined = Reflect.get(globalThis, 'before');
  if (describe === undefined || it === undefined || before === undefined)
    throw new FakeMisuse(
      "describeFaults() needs Mocha's globals, or { describe, it, before } as its last argument.",
    );
  return { describe, it, before };
}
