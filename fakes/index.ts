export { fakeAws, type FakeAws, type FakeAwsOptions } from './aws';
