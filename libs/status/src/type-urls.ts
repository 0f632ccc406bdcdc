/** The names of the details within `google.protobuf.Any`. */
export const typeUrls = {
  errorInfo: 'type.googleapis.com/google.rpc.ErrorInfo',
  retryInfo: 'type.googleapis.com/google.rpc.RetryInfo',
  badRequest: 'type.googleapis.com/google.rpc.BadRequest',
} as const;
