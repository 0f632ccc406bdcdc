import type { Attributes, Exception } from '@opentelemetry/api';

/** By the semantic conventions for exceptions in events of spans. */
export function describeException(exception: Exception): Attributes {
  if (typeof exception === 'string') return { 'exception.message': exception };
  const { code, name, message, stack } = exception;
  const type = code?.toString() ?? name;
  return {
    ...(type !== undefined && { 'exception.type': type }),
    ...(message !== undefined && { 'exception.message': message }),
    ...(stack !== undefined && { 'exception.stacktrace': stack }),
  };
}
