// What the contracts say, read as data: each method, whether it may be repeated, and the
// time its owner asks callers to grant it.
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema, MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import { descriptors, inventoryPolicy, ordersPolicy, requestSchemas } from '@ballast/contracts';

const deadlines = new Map(
  [ordersPolicy, inventoryPolicy]
    .flatMap(({ methodConfig }) => methodConfig)
    .flatMap(({ name, timeout }) => name.map(({ method }) => [method, timeout])),
);

for (const file of createFileRegistry(fromBinary(FileDescriptorSetSchema, descriptors)).files) {
  for (const service of file.services) {
    console.log(service.typeName);
    for (const { name, idempotency } of service.methods) {
      const level = MethodOptions_IdempotencyLevel[idempotency];
      console.log(`  ${name}: ${level}, ${deadlines.get(name) ?? 'no deadline'}`);
    }
  }
}

const { minimum, maximum } = requestSchemas.OrderItem.properties.quantity;
console.log(`an order takes ${minimum} to ${maximum} of a sku`);
