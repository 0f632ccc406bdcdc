/** What JSON can carry and give back the same. Neither bigint nor Date is: write them as text. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json | undefined };
