import { writeFileSync } from 'node:fs';
import { leastPrivilege, policyFile } from './least-privilege';
import { FUNCTIONS, runScenes } from './scenes';

/** `npm run policy`: writes the policies anew, from the calls that the scenes make. */
async function main(): Promise<void> {
  const { needs } = await runScenes();
  for (const name of FUNCTIONS) {
    writeFileSync(policyFile(name), `${JSON.stringify(leastPrivilege(needs, name), undefined, 2)}\n`);
    console.log(`wrote ${policyFile(name)}`);
  }
}

void main();
