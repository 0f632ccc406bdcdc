/** What can be written as JSON and read back the same; a bigint cannot, write it as text. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };
