import { expect } from 'chai';
import { formatEntry, Journal, abridged, type JournalEntry } from '../../fakes/kernel/journal';

function entry(members: Partial<JournalEntry> = {}): JournalEntry {
  return {
    call: 1,
    attempt: 1,
    startedAt: 1_000,
    endedAt: 1_005,
    service: 'SQS',
    operation: 'SendMessage',
    region: 'us-east-1',
    caller: undefined,
    input: { QueueUrl: 'q' },
    outcome: { kind: 'answer', output: { MessageId: 'm', $metadata: { attempts: 1 } } },
    fault: undefined,
    ...members,
  };
}

describe('kernel/journal', () => {
  it('keeps attempts, oldest first, and counts them per operation in the order of names', () => {
    const journal = new Journal();
    journal.add(entry({ call: 1 }));
    journal.add(entry({ call: 2, service: 'S3', operation: 'PutObject' }));
    journal.add(entry({ call: 2, service: 'S3', operation: 'PutObject', attempt: 2 }));
    expect(journal.entries.map(({ call, attempt }) => [call, attempt])).to.deep.equal([
      [1, 1],
      [2, 1],
      [2, 2],
    ]);
    expect(journal.counts()).to.deep.equal({ 'S3.PutObject': 2, 'SQS.SendMessage': 1 });
    expect(Object.keys(journal.counts())).to.deep.equal(['S3.PutObject', 'SQS.SendMessage']);
  });

  it('keeps the latest 10,000 attempts at least and 20,000 at most; the counts go on', () => {
    const journal = new Journal();
    let most = 0;
    for (let call = 1; call <= 45_000; call++) {
      journal.add(entry({ call }));
      most = Math.max(most, journal.entries.length);
    }
    expect(most).to.be.below(20_000);
    expect(journal.entries.length).to.be.at.least(10_000);
    expect(journal.entries.at(-1)?.call).to.equal(45_000);
    expect(journal.entries[0]?.call).to.equal(45_000 - journal.entries.length + 1);
    expect(journal.counts()).to.deep.equal({ 'SQS.SendMessage': 45_000 });
  });

  it('counts the retries among the attempts, until reset', () => {
    const journal = new Journal();
    expect(journal.retries).to.equal(0);
    for (const attempt of [1, 1, 2, 3, 1]) journal.add(entry({ attempt }));
    expect(journal.retries).to.equal(2);
    journal.reset();
    expect(journal.retries).to.equal(0);
  });

  it('reset forgets entries and counts', () => {
    const journal = new Journal();
    journal.add(entry());
    journal.reset();
    expect([journal.entries, journal.counts(), journal.toText()]).to.deep.equal([[], {}, '']);
  });

  describe('toText', () => {
    it('is a line per attempt, with times from the first one shown', () => {
      const journal = new Journal();
      journal.add(entry({ call: 1, startedAt: 5 }));
      journal.add(entry({ call: 2, startedAt: 1_000 }));
      journal.add(entry({ call: 2, attempt: 2, startedAt: 1_050, caller: 'worker' }));
      expect(journal.toText(2)).to.equal(
        '#2            +0 ms  SQS.SendMessage {"QueueUrl":"q"} -> ok {"MessageId":"m"}\n' +
          '#2.2         +50 ms  worker  SQS.SendMessage {"QueueUrl":"q"} -> ok {"MessageId":"m"}',
      );
    });

    it('shows the last 50 unless told otherwise', () => {
      const journal = new Journal();
      for (let call = 1; call <= 60; call++) journal.add(entry({ call }));
      expect(journal.toText().split('\n')).to.have.lengthOf(50);
      expect(journal.toText().startsWith('#11 ')).to.equal(true);
    });
  });

  describe('formatEntry', () => {
    const line = (members: Partial<JournalEntry>): string => formatEntry(entry(members), 1_000);
    const start = '#1            +0 ms  SQS.SendMessage ';

    it('shows an error by name and message, and the fault that made it', () => {
      const error = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
      const fault = { kind: 'service', fault: 'throttled', applied: false } as const;
      expect(line({ outcome: { kind: 'error', error }, fault })).to.equal(
        `${start}{"QueueUrl":"q"} -> ThrottlingException: Rate exceeded  <- fault: throttled`,
      );
    });

    it('shows that there was no answer', () => {
      expect(line({ outcome: { kind: 'noAnswer' } })).to.equal(`${start}{"QueueUrl":"q"} -> no answer`);
    });

    it('shows empty inputs and outputs as nothing', () => {
      expect(line({ input: {}, outcome: { kind: 'answer', output: { $metadata: {} } } })).to.equal(
        `${start} -> ok `,
      );
      expect(line({ input: undefined })).to.equal(`${start} -> ok {"MessageId":"m"}`);
    });

    it('shows bytes as their number, and at most 160 characters', () => {
      expect(line({ input: { Body: new Uint8Array(3), Data: { B: Buffer.alloc(2) } } })).to.contain(
        'SendMessage {"Body":"<3 bytes>","Data":{"B":"<2 bytes>"}} ->',
      );
      const long = line({ input: { Text: 'x'.repeat(500) } });
      expect(long).to.equal(`${start}{"Text":"${'x'.repeat(151)}... -> ok {"MessageId":"m"}`);
      expect(line({ input: { T: 'x'.repeat(152) } })).to.contain(`{"T":"${'x'.repeat(152)}"} ->`);
      expect(line({ input: { T: 'x'.repeat(153) } })).to.contain(`{"T":"${'x'.repeat(153)}"... ->`);
    });

    it('shows whatever a caller gives: cyclic, with bigints, thousands of levels deep', () => {
      const cyclic: { self?: unknown } = {};
      cyclic.self = cyclic;
      expect(line({ input: cyclic })).to.contain('[Circular *1]');
      expect(line({ input: { n: 1n } })).to.contain('{ n: 1n }');
      let deep: object = {};
      for (let i = 0; i < 100_000; i++) deep = { deep };
      expect(line({ input: deep }).length).to.be.below(400);
    });
  });

  describe('abridged', () => {
    it('keeps lists of ten, and of longer ones three members and the length', () => {
      const list = Array.from({ length: 11 }, (_, i) => ({ i }));
      const ten = { Items: list.slice(0, 10) };
      expect(abridged(ten, undefined)).to.equal(ten);
      const eleven = { Items: list, Count: 11 };
      expect(abridged(eleven, undefined)).to.deep.equal({
        Items: [{ i: 0 }, { i: 1 }, { i: 2 }, '... 11 in all'],
        Count: 11,
      });
      expect(eleven.Items).to.have.length(11);
    });

    it('leaves small bodies, other values and operations without a body as they are', () => {
      const small = { Body: new Uint8Array(1_024) };
      expect(abridged(small, 'Body')).to.equal(small);
      const text = { Body: 'x'.repeat(5_000) };
      expect(abridged(text, 'Body')).to.equal(text);
      const other = { Body: new Uint8Array(5_000) };
      expect(abridged(other, undefined)).to.equal(other);
    });

    it('replaces a larger body by its size and checksum, in a copy', () => {
      const body = new Uint8Array(1_025).fill(97);
      const given = { Key: 'k', Body: body };
      expect(abridged(given, 'Body')).to.deep.equal({
        Key: 'k',
        Body: { bytes: 1_025, crc32: '5a76e0fc' },
      });
      expect(given.Body).to.equal(body);
    });

    it('writes checksums with all their digits', () => {
      const body = new Uint8Array(1_044).fill(97);
      expect(abridged({ Body: body }, 'Body')).to.deep.equal({
        Body: { bytes: 1_044, crc32: '0d0d5e94' },
      });
    });
  });
});
