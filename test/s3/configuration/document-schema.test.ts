import { InventoryConfiguration$, InventoryFormat, WebsiteConfiguration$ } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { requireOneOf, requireSchema } from '../../../fakes/s3/configuration/document-schema';

describe('S3 document schemas', () => {
  const inventory = {
    Id: 'i',
    IsEnabled: false,
    IncludedObjectVersions: 'All',
    Schedule: { Frequency: 'Daily' },
    Destination: { S3BucketDestination: { Bucket: 'b', Format: 'CSV' } },
  };

  it('find a required member missing at any depth', () => {
    requireSchema(InventoryConfiguration$, inventory);
    for (const broken of [
      { ...inventory, Id: undefined },
      { ...inventory, Schedule: {} },
      { ...inventory, Destination: { S3BucketDestination: { Bucket: 'b' } } },
    ]) {
      expect(() => requireSchema(InventoryConfiguration$, broken)).to.throw('did not validate');
    }
  });

  it('look into lists', () => {
    requireSchema(WebsiteConfiguration$, { RoutingRules: [{ Redirect: {} }] });
    expect(() => requireSchema(WebsiteConfiguration$, { RoutingRules: [{ Redirect: {} }, {}] })).to.throw(
      'did not validate',
    );
  });

  it('know the values of an enumeration', () => {
    requireOneOf(InventoryFormat, 'CSV');
    requireOneOf(InventoryFormat, undefined);
    expect(() => requireOneOf(InventoryFormat, 'csv')).to.throw('did not validate');
  });
});
