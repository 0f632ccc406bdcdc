import { testServiceDefinition } from '@ballast/testing';
import type { GuardedMethod } from '../src/index.ts';

export const { unary, serverStream, clientStream, bidi } = testServiceDefinition satisfies Record<
  string,
  GuardedMethod
>;
