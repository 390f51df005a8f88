import { readFileSync, writeFileSync } from 'node:fs';
import { generatedParts, README, withPart } from './generated';

/** `npm run readme`: writes the generated parts of the README anew. */
let text = readFileSync(README, 'utf8');
for (const [name, part] of Object.entries(generatedParts())) text = withPart(text, name, part);
writeFileSync(README, text);
