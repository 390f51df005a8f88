import { expect } from 'chai';
import {
  atLeast,
  ConfigurationError,
  flag,
  readEnvironment,
  required,
  sharedVariables,
} from '../../../src/shared/configuration';

describe('readEnvironment', () => {
  it('fills in what is not set', () => {
    expect(readEnvironment(sharedVariables, {})).to.deep.equal({
      LOG_LEVEL: 'INFO',
      ENABLE_METRICS: true,
      METRICS_MODE: 'emf',
      METRICS_NAMESPACE: 'EmbeddingWorkflow',
    });
  });

  it('reads flags, levels and numbers', () => {
    expect(readEnvironment({ A: flag(true), B: atLeast(1, 5) }, { A: 'False', B: '7.5' })).to.deep.equal({
      A: false,
      B: 7.5,
    });
    expect(readEnvironment(sharedVariables, { LOG_LEVEL: 'debug' }).LOG_LEVEL).to.equal('DEBUG');
  });

  it('names everything that is wrong, and how', () => {
    const entries = {
      ...sharedVariables,
      BUCKET: required,
      TABLE: required,
      FLAG: flag(true),
      COUNT: atLeast(1, 5),
    };
    const env = { TABLE: ' ', FLAG: 'yes', COUNT: '0', LOG_LEVEL: 'LOUD', METRICS_MODE: 'both' };
    expect(() => readEnvironment(entries, env)).to.throw(
      ConfigurationError,
      'Configuration: LOG_LEVEL is none of DEBUG, INFO, WARN, ERROR; METRICS_MODE is neither "emf" nor "put"; ' +
        'BUCKET is not set; TABLE is empty; FLAG is neither "true" nor "false"; COUNT is not a number of at least 1.',
    );
  });

  it('takes the least number itself', () => {
    expect(readEnvironment({ COUNT: atLeast(2, 5) }, { COUNT: '2' })).to.deep.equal({ COUNT: 2 });
    expect(() => readEnvironment({ COUNT: atLeast(2, 5) }, { COUNT: '1.9' })).to.throw(
      ConfigurationError,
      'COUNT is not a number of at least 2',
    );
  });

  for (const text of ['', ' ', 'many', 'Infinity']) {
    it(`takes ${JSON.stringify(text)} for no number`, () => {
      expect(() => readEnvironment({ COUNT: atLeast(0, 5) }, { COUNT: text })).to.throw(
        ConfigurationError,
        'COUNT is not a number',
      );
    });
  }
});
