import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { FakeAws } from '../../fakes';
import { committed, filledIn, leastPrivilege, type PolicyTemplate } from './least-privilege';
import { FUNCTIONS, runScenes, type FunctionName, type Observed } from './scenes';

const SRC = join(__dirname, '../../src');

/** The operations that the code of the Lambdas can call. */
function operationsOfSource(): Set<string> {
  const operations = new Set<string>();
  for (const path of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts')) continue;
    const text = readFileSync(join(SRC, path), 'utf8');
    for (const [, name] of text.matchAll(/new (\w+)Command\(/g)) operations.add(String(name));
    for (const [, name] of text.matchAll(/paginate(\w+)\(/g)) operations.add(String(name));
    if (text.includes("from '@aws-sdk/lib-storage'"))
      for (const step of ['Create', 'Complete', 'Abort'])
        operations.add(`${step}MultipartUpload`).add('UploadPart');
  }
  return operations;
}

/** Each function may do what its policy says, and nothing else. */
const under =
  (policyOf: (name: FunctionName) => PolicyTemplate) =>
  (aws: FakeAws): void => {
    for (const name of FUNCTIONS) aws.iam.role(name, { task: name }).attach(filledIn(policyOf(name)));
  };

describe('Least-privilege policies of the Lambdas', function () {
  this.timeout(60_000);
  let observed: Observed;
  before(async () => {
    observed = await runScenes();
  });

  it('the scenes make every call that the code can make', () => {
    const made = new Set(observed.needs.map(({ operation }) => operation));
    expect([...operationsOfSource()].filter((operation) => !made.has(operation))).to.deep.equal([]);
  });

  for (const name of FUNCTIONS) {
    it(`src/${name}/policy.json allows what the calls need; if not: npm run policy`, () => {
      expect(committed(name)).to.deep.equal(leastPrivilege(observed.needs, name));
    });
  }

  it('under them nothing is refused', async () => {
    const { refused } = await runScenes(under(committed));
    expect(refused).to.deep.equal([]);
  });

  describe('without any one of their actions something is refused:', () => {
    /** Services whose permissions the world checks. */
    const CHECKED = ['s3'];
    for (const name of FUNCTIONS) {
      const actions = new Set(committed(name).Statement.flatMap(({ Action }) => Action));
      for (const action of [...actions].filter((one) => CHECKED.includes(one.split(':')[0] ?? ''))) {
        it(`${name} without ${action}`, async () => {
          const scene = observed.needs.find(
            (need) => need.functionName === name && need.action === action,
          )?.scene;
          const { refused } = await runScenes(
            under((one) => (one === name ? without(committed(one), action) : committed(one))),
            scene === undefined ? [] : [scene],
          );
          expect(refused.some((call) => call.startsWith(name))).to.equal(true);
        });
      }
    }
  });
});

const without = (policy: PolicyTemplate, action: string): PolicyTemplate => ({
  ...policy,
  Statement: policy.Statement.map((statement) => ({
    ...statement,
    Action: statement.Action.filter((one) => one !== action),
  })).filter(({ Action }) => Action.length > 0),
});
