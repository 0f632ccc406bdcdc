import type { DescMethod } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel } from '@bufbuild/protobuf/wkt';
import type { ContractSet } from './contract-set.ts';

/** Whether the proto says that a call may be repeated: IDEMPOTENT or NO_SIDE_EFFECTS. */
export function isIdempotent(method: DescMethod): boolean {
  return method.idempotency !== MethodOptions_IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
}

/** Paths such as `/ballast.orders.v1.OrdersService/GetOrder`, in the order of the protos. */
export function listIdempotentMethods({ services }: ContractSet): readonly string[] {
  return services.flatMap(({ typeName, methods }) =>
    methods.filter(isIdempotent).map(({ name }) => `/${typeName}/${name}`),
  );
}
