import { expect } from 'chai';
import { httpRequest } from '../../../fakes/s3/presigned/http-request';
import { headersOfForm, isForm, readForm } from '../../../fakes/s3/presigned/post-form';

describe('forms', () => {
  const request = (fields: [string, string | Blob][]) => {
    const body = new FormData();
    for (const [name, value] of fields) {
      if (typeof value === 'string') body.append(name, value);
      else body.append(name, value);
    }
    return httpRequest('https://photos.s3.amazonaws.com/', { method: 'POST', body });
  };

  it('are POST requests of their content type', async () => {
    expect(isForm(await request([['key', 'a']]))).to.equal(true);
    expect(isForm(await httpRequest('https://h/', { method: 'POST', body: 'x' }))).to.equal(false);
    expect(isForm(await httpRequest('https://h/', undefined))).to.equal(false);
  });

  it('are read up to the file, with names in lower case and the name of the file in the key', async () => {
    const form = await readForm(
      await request([
        ['Key', 'in/${filename}'],
        ['ACL', new Blob(['private'])],
        ['file', new File(['x'], 'me.txt')],
        ['late', 'x'],
      ]),
    );
    expect(form.key).to.equal('in/me.txt');
    expect([...form.fields]).to.deep.equal([
      ['key', 'in/me.txt'],
      ['acl', 'private'],
    ]);
    expect(Buffer.from(form.file).toString()).to.equal('x');
    expect(headersOfForm(form).get('x-amz-acl')).to.equal('private');
  });
});
