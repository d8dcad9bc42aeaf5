// SPDX-License-Identifier: Apache-2.0
// Finds service orders through the registry, calls it, and says which instance answered how often.
'use strict';

const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const xds = require('@grpc/grpc-js-xds');
const loader = require('@grpc/proto-loader');

xds.register();

async function main(target = 'xds:///orders', calls = '1000') {
  const { shop } = grpc.loadPackageDefinition(
    loader.loadSync(path.join(__dirname, '..', 'orders.proto')));
  const orders = new shop.Orders(target, grpc.credentials.createInsecure());
  await new Promise((resolve, reject) =>
    orders.waitForReady(Date.now() + 20_000, (e) => (e ? reject(e) : resolve())));
  const place = (item) =>
    new Promise((resolve, reject) =>
      orders.place({ value: item }, (e, receipt) => (e ? reject(e) : resolve(receipt.value))));
  const answers = new Map();
  for (let i = 0; i < Number(calls); i++) {
    const instance = await place('tea');
    answers.set(instance, (answers.get(instance) ?? 0) + 1);
  }
  for (const [instance, count] of [...answers].sort()) console.log(`${instance} ${count}`);
  orders.close();
}

main(...process.argv.slice(2)).then(
  () => process.exit(0),
  (e) => {
    console.error(e);
    process.exit(1);
  });
