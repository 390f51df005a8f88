import type { World } from '../kernel/world';
import { handlerOptions, type HandlerOptions } from './answer-timeout';
import { resetClock } from './clock-skew';
import { resetRetryQuota, retryStrategyOf } from './retry';
import type { SdkClient } from './sdk-client';

/** What a call has to know of its client. */
export interface KnownClient {
  readonly region: string;
  readonly handler: HandlerOptions;
}

/** The clients that this life of the world has met. */
export class KnownClients {
  /** By configuration: a DocumentClient shares that of its client. */
  readonly #known = new WeakMap<SdkClient['config'], KnownClient>();
  #meeting: Promise<unknown> | undefined;

  constructor(readonly world: World) {}

  /** What is known of a client that was met before, while no other is being met: every wait costs each call. */
  known(client: SdkClient): KnownClient | undefined {
    return this.#meeting === undefined ? this.#known.get(client.config) : undefined;
  }

  /**
   * What is known of a client. At its first call its retry quota is filled up and its region is found out, which may take as
   * long as the machine likes (it reads configuration files); calls that come later wait for it, so calls run in the order
   * in which they were sent.
   */
  async of(client: SdkClient): Promise<KnownClient> {
    const before = this.#meeting;
    const meeting = (async () => {
      await before?.catch(() => undefined);
      return this.#known.get(client.config) ?? (await this.#meet(client));
    })();
    this.#meeting = meeting;
    try {
      return await meeting;
    } finally {
      if (this.#meeting === meeting) this.#meeting = undefined;
    }
  }

  async #meet({ config }: SdkClient): Promise<KnownClient> {
    const strategy = await retryStrategyOf({ config });
    if (strategy !== undefined) resetRetryQuota(strategy);
    resetClock({ config });
    const { region: ofWorld } = this.world.options;
    // A client without a region fails in production too, but on the machine's configuration, which is not the test's business.
    const region = await (config.region?.() ?? Promise.resolve(ofWorld)).catch(() => ofWorld);
    const known = { region, handler: await handlerOptions({ config }) };
    this.#known.set(config, known);
    return known;
  }
}
