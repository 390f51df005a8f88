import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { findChroma, probeChroma } from '../../../../src/compaction/engine/chroma-binding';
import { createChromaEngine } from '../../../../src/compaction/engine/chroma-engine';
import { CollectionMissing, CollectionUnreadable } from '../../../../src/compaction/engine/snapshot-engine';
import { chromaCompaction } from '../../../arrange/chroma-compaction';
import { engineContract } from '../../../arrange/engine-contract';

const engines = createChromaEngine({ cli: 'no-such-file', version: '1.3.4' });

describe('createChromaEngine', () => {
  it('reads what its own and older bindings wrote, not what a newer one has migrated', () => {
    expect(engines.name).to.equal('chroma/1.3.4');
    const names = ['chroma/1.3.4', 'chroma/1.0.5', 'chroma/1.3.10', 'chroma/2.0.0', 'file/1'];
    expect(names.filter((name) => engines.reads(name))).to.deep.equal(['chroma/1.3.4', 'chroma/1.0.5']);
  });

  it('starts no server where no database is', async () => {
    const error = await engines.open(tmpdir(), { collection: 'words' }).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(CollectionMissing);
  });

  it('fails when the server does not start', async () => {
    const error = await engines
      .open(tmpdir(), { collection: 'words', create: true })
      .catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(CollectionUnreadable);
    expect(error).to.have.property('message').that.includes('Cannot find module');
  });
});

/** Needs sockets, which the other tests must not open, and says why it does not run. */
function contractOrReason(): void {
  if (process.env['npm_lifecycle_event'] !== 'test:chroma') {
    it('SnapshotEngine contract: chroma (in npm run test:chroma)');
    return;
  }
  try {
    const binding = findChroma(__filename);
    probeChroma(binding);
    const factory = createChromaEngine(binding);
    engineContract(factory);
    chromaCompaction(factory);
  } catch (error) {
    it(`SnapshotEngine contract: chroma (${String(error)})`);
  }
}
contractOrReason();
