import { fileEngine } from '../../src/compaction/engine/file-engine';
import type { EngineFactory } from '../../src/compaction/engine/snapshot-engine';

/** An engine that nobody asks which vectors a receipt has: their ids come from DynamoDB alone. */
export const blindEngine: EngineFactory = {
  ...fileEngine,
  reads: (engine) => fileEngine.reads(engine),
  async open(directory, options) {
    return { ...(await fileEngine.open(directory, options)), findIds: async () => [] };
  },
};
