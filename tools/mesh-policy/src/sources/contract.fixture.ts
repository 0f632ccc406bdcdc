/** A contract with a method of every kind. */
export const shopProto = `syntax = "proto3";
package shop.v1;

// Sells things.
service Shop {
  // Buys one, once for each key.
  rpc Buy(BuyRequest) returns (BuyResponse) {
    option idempotency_level = IDEMPOTENT;
  }
  rpc Look(LookRequest) returns (LookResponse) {
    option idempotency_level = NO_SIDE_EFFECTS;
  }
  rpc Break(BreakRequest) returns (BreakResponse) {
    option idempotency_level = IDEMPOTENCY_UNKNOWN;
  }
  rpc Watch(WatchRequest) returns (stream WatchResponse) {
    option idempotency_level = NO_SIDE_EFFECTS;
  }
  rpc Fill(stream FillRequest) returns (FillResponse) {
    option idempotency_level = IDEMPOTENT;
  }
}
`;

export const shopPath = (method: string): string => `/shop.v1.Shop/${method}`;
