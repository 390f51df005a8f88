import { fileEngine } from '../../../../src/compaction/engine/file-engine';
import { engineContract } from '../../../arrange/engine-contract';

engineContract(fileEngine);
