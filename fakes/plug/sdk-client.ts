import type { MiddlewareStack } from './middleware-stack';

/** The members of an SDK client that the plug uses. Every generation of the SDK since 3.958 has them. */
export interface SdkClient {
  readonly config: {
    readonly region?: () => Promise<string>;
    readonly logger?: unknown;
    readonly retryStrategy?: () => Promise<unknown>;
    readonly translateConfig?: unknown;
    /** `attributed` where the user gave them: the SDK's default chain has it not. */
    readonly credentials?: (() => Promise<{ readonly accessKeyId: string }>) & {
      readonly attributed?: boolean;
    };
    /** What the client adds to the machine's time when it signs, ms. */
    systemClockOffset?: number;
    readonly disableClockSkewCorrection?: () => Promise<boolean>;
    readonly httpAuthSchemes?: readonly { readonly schemeId: string; readonly signer: unknown }[];
    readonly requestHandler?: object;
    /** Whether the client digests what it sends: 'WHEN_SUPPORTED' by itself, 'WHEN_REQUIRED' only where AWS insists. */
    readonly requestChecksumCalculation?: () => Promise<string>;
    /** The length of a body in bytes. Throws where it cannot tell. */
    readonly bodyLengthChecker?: (body: unknown) => number | undefined;
  };
  readonly middlewareStack: MiddlewareStack;
}

/** A command as `send` gets it. */
export interface SdkCommand {
  readonly input: object;
  readonly middlewareStack: MiddlewareStack;
}

/** The second argument of `send`. */
export interface SendOptions {
  readonly abortSignal?: AbortSignal;
  /** ms; counts where the client's handler throws on it. */
  readonly requestTimeout?: number;
}

export type SendCallback = (error: unknown, output?: unknown) => void;
