import { expect } from 'chai';
import { bodylessError, s3Error } from '../../../fakes/s3/errors';
import { errorResponse } from '../../../fakes/s3/presigned/response';

describe('errorResponse', () => {
  const url = 'https://h/k';

  it('is a document, with the headers of the answer', async () => {
    const error = s3Error('MethodNotAllowed', 405, 'no <b>', { Method: 'GET' }, { allow: 'DELETE' });
    const response = errorResponse(url, 'GET', error);
    expect([response.status, response.url, response.headers.get('allow')]).to.deep.equal([
      405,
      url,
      'DELETE',
    ]);
    const text = await response.text();
    expect(text).to.contain(
      '<Code>MethodNotAllowed</Code><Message>no &lt;b&gt;</Message><Method>GET</Method>',
    );
    expect(response.headers.get('content-length')).to.equal(String(text.length));
  });

  it('has no body where the answer has none', async () => {
    for (const response of [
      errorResponse(url, 'HEAD', s3Error('NoSuchKey', 404, 'x')),
      errorResponse(url, 'GET', bodylessError(304)),
      errorResponse(url, 'GET', bodylessError(404)),
    ]) {
      expect(await response.text()).to.equal('');
      expect(response.headers.get('content-type')).to.equal(null);
    }
  });
});
