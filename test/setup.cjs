'use strict';
// Loaded before anything else (mocha --require); plain JavaScript, so it costs no transpile.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'; // the SDK warns on Node 20 from 2026 on
process.env.AWS_REGION = 'us-east-1';
process.env.AWS_EC2_METADATA_DISABLED = 'true';
process.env.AWS_CONFIG_FILE = process.env.AWS_SHARED_CREDENTIALS_FILE = require('node:os').devNull;

// Tripwire: a send() that no fake caught must fail at once instead of reaching for the network.
const net = require('node:net');
net.Socket.prototype.connect = function connect() {
  // Destroyed later, not thrown: a throw leaves the SDK's socket timer behind and delays mocha's exit.
  process.nextTick(() =>
    this.destroy(new Error('unit tests must not open sockets: a client was not attached to a fake')),
  );
  return this;
};
