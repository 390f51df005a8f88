import { expect } from 'chai';
import { PassThrough, Readable } from 'node:stream';
import { GetObjectCommand, PutObjectCommand, S3Client, type PutObjectCommandInput } from '@aws-sdk/client-s3';
import { collectBody } from '../../fakes/plug/body';
import { toyBodies } from '../kernel/toy-service';
import { plugToyWorld, rejection, type ToyWorld } from '../kernel/toy-world';

type Body = NonNullable<Awaited<ReturnType<typeof get>>>;
let client: S3Client;
const put = (body: unknown): Promise<unknown> =>
  client.send(
    new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: body as NonNullable<PutObjectCommandInput['Body']> }),
  );
const get = async () => (await client.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }))).Body;
async function stored(): Promise<Body> {
  const body = await get();
  if (body === undefined) throw new Error('no body');
  return body;
}

describe('plug/body', () => {
  let toys: ToyWorld;
  beforeEach(() => {
    toys = plugToyWorld();
    client = new S3Client({});
  });
  afterEach(() => toys.plugged.unplug());

  describe('in', () => {
    const text = 'h\u00e9llo \u{1f600}';
    const bytes = Buffer.from(text);
    const padded = Buffer.concat([Buffer.from('xx'), bytes, Buffer.from('xx')]);
    const rows: [string, () => unknown][] = [
      ['a string', () => text],
      ['a Buffer', () => bytes],
      ['a Uint8Array', () => new Uint8Array(bytes)],
      ['a view with an offset', () => new Uint8Array(padded.buffer, padded.byteOffset + 2, bytes.byteLength)],
      ['a DataView', () => new DataView(padded.buffer, padded.byteOffset + 2, bytes.byteLength)],
      ['an ArrayBuffer', () => new Uint8Array(bytes).buffer],
      ['a Blob', () => new Blob([bytes])],
      ['a Node stream of bytes', () => Readable.from([bytes.subarray(0, 3), bytes.subarray(3)])],
      ['a Node stream of strings', () => Readable.from([text])],
      ['a web stream', () => new Blob([bytes]).stream()],
      ['a body that came out', () => put(text).then(stored)],
    ];
    for (const [name, make] of rows) {
      it(`takes ${name}, byte for byte`, async () => {
        await put(await make());
        expect(await (await stored()).transformToString()).to.equal(text);
        const kept = toys.world.state(toyBodies).bodies.get('k');
        expect(kept?.constructor).to.equal(Uint8Array);
        expect(kept?.byteLength).to.equal(bytes.byteLength);
      });
    }

    it('takes empty bodies', async () => {
      for (const empty of ['', new Uint8Array(), Readable.from([])]) {
        await put(empty);
        expect(await (await stored()).transformToString()).to.equal('');
      }
    });

    it('keeps a copy: later changes of the bytes do not reach it', async () => {
      const given = Buffer.from('abc');
      await put(given);
      given[0] = 0;
      expect(await (await stored()).transformToString()).to.equal('abc');
    });

    it('tells which bodies cannot be sent twice', async () => {
      const stream = Readable.from(['x']);
      expect((await collectBody(stream))?.stream).to.equal(stream);
      expect((await collectBody('x'))?.stream).to.equal(undefined);
      expect((await collectBody(new Blob(['x'])))?.stream).to.equal(undefined);
    });

    it('leaves what is none of these to the service', async () => {
      for (const other of [5, {}, true, null]) expect(await collectBody(other)).to.equal(undefined);
    });

    it('a stream that fails fails the call with its own error, and nothing is stored', async () => {
      const broken = new Readable({
        read() {
          this.push('ab');
          this.destroy(new Error('disk gone'));
        },
      });
      expect((await rejection(put(broken))).message).to.equal('disk gone');
      expect(await get()).to.equal(undefined);
      expect(toys.world.journal.entries.map(({ operation }) => operation)).to.deep.equal(['GetObject']);
    });

    it('an abort ends a call whose stream never ends', async () => {
      const controller = new AbortController();
      const call = client.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body: new PassThrough() }), {
        abortSignal: controller.signal,
      });
      setImmediate(() => controller.abort());
      expect((await rejection(call)).name).to.equal('AbortError');
    });

    it('a call with a stream makes one attempt, as in the SDK; with bytes it is retried', async () => {
      const { warn } = console;
      console.warn = () => undefined;
      try {
        toys.faults.on(PutObjectCommand).serverError();
        const error = await rejection(put(Readable.from(['x'])));
        expect(error).to.include({ name: 'InternalError' });
        toys.faults.on(PutObjectCommand).serverError();
        await put('x');
        expect(toys.world.journal.entries.map(({ attempt }) => attempt)).to.deep.equal([1, 1, 2]);
      } finally {
        console.warn = warn;
      }
    });
  });

  describe('out', () => {
    const big = new Uint8Array(200_000).map((_, i) => i % 251);

    it('transforms to a string, in an encoding too', async () => {
      await put('caf\u00e9');
      expect(await (await stored()).transformToString()).to.equal('caf\u00e9');
      expect(await (await stored()).transformToString('base64')).to.equal(
        Buffer.from('caf\u00e9').toString('base64'),
      );
    });

    it('transforms to bytes, larger than a chunk too', async () => {
      await put(big);
      expect(Buffer.compare(await (await stored()).transformToByteArray(), big)).to.equal(0);
    });

    it('transforms to a web stream', async () => {
      await put(big);
      const chunks: Uint8Array[] = [];
      for await (const chunk of (
        await stored()
      ).transformToWebStream() as unknown as AsyncIterable<Uint8Array>)
        chunks.push(chunk);
      expect(Buffer.compare(Buffer.concat(chunks), big)).to.equal(0);
    });

    it('is a Node stream: pipes and iterates, in chunks', async () => {
      await put(big);
      const chunks: Buffer[] = [];
      for await (const chunk of (await stored()) as Readable) chunks.push(chunk as Buffer);
      expect(chunks.length).to.be.above(1);
      expect(Buffer.compare(Buffer.concat(chunks), big)).to.equal(0);
      const piped: Buffer[] = [];
      const sink = new PassThrough();
      ((await stored()) as Readable).pipe(sink);
      for await (const chunk of sink) piped.push(chunk as Buffer);
      expect(Buffer.compare(Buffer.concat(piped), big)).to.equal(0);
    });

    it('can be destroyed halfway', async () => {
      await put(big);
      const body = (await stored()) as Readable;
      for await (const _ of body) break;
      expect(body.destroyed).to.equal(true);
    });

    it('can be read once', async () => {
      await put('x');
      const body = await stored();
      await body.transformToString();
      expect((await rejection(body.transformToString())).message).to.equal(
        'The stream has already been transformed.',
      );
    });

    it('cannot be collected once it was collected, or is a web stream', async () => {
      await put(big);
      const body = await stored();
      await body.transformToByteArray();
      expect((await rejection(body.transformToByteArray())).message).to.equal(
        'The stream has already been transformed.',
      );
      const web = await stored();
      const chunks = web.transformToWebStream() as unknown as AsyncIterable<Uint8Array>;
      expect((await rejection(web.transformToString())).message).to.equal(
        'The stream has already been transformed.',
      );
      for await (const chunk of chunks) chunk.fill(0);
      expect(Buffer.compare(await (await stored()).transformToByteArray(), big)).to.equal(0);
    });

    it('is collected from where another reader stopped', async () => {
      await put(big);
      const body = await stored();
      const first = await new Promise<Buffer>((resolve) =>
        (body as Readable).once('data', (chunk: Buffer) => {
          (body as Readable).pause();
          resolve(Buffer.from(chunk));
          chunk.fill(0);
        }),
      );
      const rest = await body.transformToByteArray();
      expect(Buffer.compare(Buffer.concat([first, rest]), big)).to.equal(0);
      rest.fill(0);
      expect(Buffer.compare(await (await stored()).transformToByteArray(), big)).to.equal(0);
    });

    for (const [who, listen] of [
      [
        'before',
        (body: Readable, collect: () => Promise<unknown>, reader: (chunk: Buffer) => void) => {
          body.on('data', reader);
          return collect();
        },
      ],
      [
        'after',
        (body: Readable, collect: () => Promise<unknown>, reader: (chunk: Buffer) => void) => {
          const collected = collect();
          body.on('data', reader);
          return collected;
        },
      ],
      [
        'by read(), after',
        (body: Readable, collect: () => Promise<unknown>, reader: (chunk: Buffer) => void) => {
          const collected = collect();
          body.on('readable', () => {
            for (
              let chunk = body.read() as Buffer | null;
              chunk !== null;
              chunk = body.read() as Buffer | null
            )
              reader(chunk);
          });
          return collected;
        },
      ],
    ] as const) {
      it(`is copied for whoever listens ${who} it is collected`, async () => {
        await put(big);
        const body = await stored();
        let seen = 0;
        const read = (chunk: Buffer) => {
          seen += chunk.byteLength;
          chunk.fill(0);
        };
        await listen(body as Readable, () => body.transformToByteArray(), read);
        expect(seen).to.equal(big.byteLength);
        expect(Buffer.compare(await (await stored()).transformToByteArray(), big)).to.equal(0);
      });
    }

    it('is copied for whoever takes it from the collector, or never had one', async () => {
      await put(big);
      const taken = (await stored()) as Readable & Body;
      void taken.transformToByteArray();
      taken.unpipe();
      const overwrite = (body: Readable) =>
        new Promise((resolve) =>
          body
            .on('data', (bytes: Buffer) => bytes.fill(0))
            .on('end', resolve)
            .resume(),
        );
      await overwrite(taken);
      ((await stored()) as Readable).read().fill(0);
      await overwrite((await stored()) as Readable);
      expect(Buffer.compare(await (await stored()).transformToByteArray(), big)).to.equal(0);
    });

    it('is lent to the collector of the SDK, which copies it: the bytes are copied once', async () => {
      await put(big);
      const body = (await stored()) as Readable & Body;
      const collected = body.transformToByteArray();
      const chunks: Buffer[] = [];
      const push = body.push.bind(body);
      body.push = (chunk: Buffer | null) => {
        if (chunk !== null) chunks.push(chunk);
        return push(chunk);
      };
      const bytes = await collected;
      const kept = toys.world.state(toyBodies).bodies.get('k');
      expect(chunks.map(({ byteLength }) => byteLength)).to.deep.equal([big.byteLength]);
      expect(chunks[0]?.buffer).to.equal(kept?.buffer);
      expect(bytes.buffer).to.not.equal(kept?.buffer);
    });

    it('is a stream of its own at every call, and of its own bytes', async () => {
      await put('abc');
      const [one, two] = [(await stored()) as Readable, await stored()];
      for await (const chunk of one) (chunk as Buffer).fill(0);
      expect(await two.transformToString()).to.equal('abc');
      expect(await (await stored()).transformToString()).to.equal('abc');
    });
  });
});
