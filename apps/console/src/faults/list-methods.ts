import { fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';

/**
 * Full names of methods, by the service that serves them: `ballast.orders.v1.OrdersService/GetOrder`
 * is one of `orders`. Those of the admin and fault services are none of a fault's business.
 */
export function listMethods(descriptors: Uint8Array): Readonly<Record<string, readonly string[]>> {
  const { file } = fromBinary(FileDescriptorSetSchema, descriptors);
  const methods: Record<string, string[]> = {};
  for (const { package: name, service } of file) {
    const owner = /^ballast\.([a-z]+)\.v\d+$/.exec(name)?.[1];
    if (owner === undefined || owner === 'admin' || owner === 'faults') continue;
    const all = service.flatMap((each) =>
      each.method.map((method) => `${name}.${each.name}/${method.name}`),
    );
    if (all.length > 0) methods[owner] = [...(methods[owner] ?? []), ...all];
  }
  return methods;
}
