export type JsonSchema = { readonly [key: string]: unknown };

/** `request`: what is accepted. `response`: what is produced. */
export type Direction = 'request' | 'response';
