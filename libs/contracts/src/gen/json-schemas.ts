// Written by `npm run generate` from protos/. Do not edit.

/** What each request message accepts as JSON, by message name. */
export const requestSchemas = {
  "AdjustStockRequest": {
    "description": "One adjustment.",
    "type": "object",
    "properties": {
      "sku": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "description": "The stock keeping unit."
      },
      "delta": {
        "type": "integer",
        "minimum": -1000000000,
        "maximum": 1000000000,
        "description": "Units found (positive) or lost (negative)."
      }
    },
    "required": [
      "sku"
    ],
    "additionalProperties": false
  },
  "CancelOrderRequest": {
    "description": "Which order to cancel.",
    "type": "object",
    "properties": {
      "orderId": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "description": "As given by PlaceOrder."
      }
    },
    "required": [
      "orderId"
    ],
    "additionalProperties": false
  },
  "CommitRequest": {
    "description": "Which reservation to commit.",
    "type": "object",
    "properties": {
      "reservationId": {
        "type": "string",
        "minLength": 1,
        "maxLength": 128,
        "description": "As given to Reserve."
      }
    },
    "required": [
      "reservationId"
    ],
    "additionalProperties": false
  },
  "GetOrderRequest": {
    "description": "Which order to read.",
    "type": "object",
    "properties": {
      "orderId": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "description": "As given by PlaceOrder."
      }
    },
    "required": [
      "orderId"
    ],
    "additionalProperties": false
  },
  "GetStockRequest": {
    "description": "Which sku to read.",
    "type": "object",
    "properties": {
      "sku": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "description": "The stock keeping unit."
      }
    },
    "required": [
      "sku"
    ],
    "additionalProperties": false
  },
  "ImportStockRequest": {
    "description": "One row of a catalogue.",
    "type": "object",
    "properties": {
      "sku": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "description": "The stock keeping unit."
      },
      "name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200,
        "description": "What a buyer reads."
      },
      "priceCents": {
        "type": "integer",
        "minimum": 0,
        "maximum": 1000000000,
        "description": "The price of one unit, in cents."
      },
      "received": {
        "type": "integer",
        "minimum": 0,
        "maximum": 1000000000,
        "description": "Units that arrived, added to what there is."
      }
    },
    "required": [
      "sku",
      "name"
    ],
    "additionalProperties": false
  },
  "ListNotificationsRequest": {
    "description": "Whose messages to read. One of `order_id` and `customer_id` is set.",
    "type": "object",
    "properties": {
      "orderId": {
        "type": "string",
        "maxLength": 64,
        "description": "Those of one order."
      },
      "customerId": {
        "type": "string",
        "maxLength": 64,
        "description": "Those of all orders of a customer."
      },
      "pageSize": {
        "type": "integer",
        "minimum": 0,
        "maximum": 100,
        "description": "At most so many; 0 means 20."
      },
      "pageToken": {
        "type": "string",
        "maxLength": 256,
        "description": "`next_page_token` of the page before; empty for the first."
      }
    },
    "additionalProperties": false
  },
  "ListOrdersRequest": {
    "description": "Which orders to read.",
    "type": "object",
    "properties": {
      "customerId": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9][A-Za-z0-9._@-]*$",
        "description": "Whose orders."
      },
      "pageSize": {
        "type": "integer",
        "minimum": 0,
        "maximum": 100,
        "description": "At most so many; 0 means 20."
      },
      "pageToken": {
        "type": "string",
        "maxLength": 256,
        "description": "`next_page_token` of the page before; empty for the first."
      }
    },
    "required": [
      "customerId"
    ],
    "additionalProperties": false
  },
  "ListStockRequest": {
    "description": "Which page of the stock to read.",
    "type": "object",
    "properties": {
      "pageSize": {
        "type": "integer",
        "minimum": 0,
        "maximum": 1000,
        "description": "At most so many; 0 means 100."
      },
      "pageToken": {
        "type": "string",
        "maxLength": 256,
        "description": "`next_page_token` of the page before; empty for the first."
      }
    },
    "additionalProperties": false
  },
  "OrderItem": {
    "description": "A wanted quantity of one sku.",
    "type": "object",
    "properties": {
      "sku": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "description": "The stock keeping unit."
      },
      "quantity": {
        "type": "integer",
        "minimum": 1,
        "maximum": 1000,
        "description": "How many units."
      }
    },
    "required": [
      "sku",
      "quantity"
    ],
    "additionalProperties": false
  },
  "PlaceOrderRequest": {
    "description": "What to order.",
    "type": "object",
    "properties": {
      "idempotencyKey": {
        "type": "string",
        "minLength": 1,
        "maxLength": 128,
        "pattern": "^[!-~]+$",
        "description": "Chosen by the caller; repeating it repeats the answer."
      },
      "customerId": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9][A-Za-z0-9._@-]*$",
        "description": "Whose order it is."
      },
      "items": {
        "type": "array",
        "items": {
          "description": "A wanted quantity of one sku.",
          "type": "object",
          "properties": {
            "sku": {
              "type": "string",
              "minLength": 1,
              "maxLength": 64,
              "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
              "description": "The stock keeping unit."
            },
            "quantity": {
              "type": "integer",
              "minimum": 1,
              "maximum": 1000,
              "description": "How many units."
            }
          },
          "required": [
            "sku",
            "quantity"
          ],
          "additionalProperties": false
        },
        "minItems": 1,
        "maxItems": 50,
        "description": "Each sku once."
      }
    },
    "required": [
      "idempotencyKey",
      "customerId",
      "items"
    ],
    "additionalProperties": false
  },
  "RecordOrderEventsRequest": {
    "description": "One change of an order.",
    "type": "object",
    "properties": {
      "orderId": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[!-~]+$",
        "description": "Which order."
      },
      "sequence": {
        "type": "integer",
        "minimum": 1,
        "maximum": 9007199254740991,
        "description": "Counts the changes of this order from 1."
      },
      "customerId": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[!-~]+$",
        "description": "Whose order it is."
      },
      "state": {
        "type": "string",
        "enum": [
          "PENDING",
          "CONFIRMED",
          "REJECTED",
          "CANCELLED"
        ],
        "description": "The state that the order went into."
      },
      "totalCents": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The whole price, in cents; 0 while it is not known."
      },
      "rejectionReason": {
        "type": "string",
        "maxLength": 64,
        "pattern": "^[A-Z0-9_]*$",
        "description": "Why it was rejected, a constant name; empty otherwise."
      },
      "occurredAt": {
        "type": "string",
        "format": "date-time",
        "description": "When."
      }
    },
    "required": [
      "orderId",
      "sequence",
      "customerId"
    ],
    "additionalProperties": false
  },
  "ReleaseRequest": {
    "description": "Which reservation to give back.",
    "type": "object",
    "properties": {
      "reservationId": {
        "type": "string",
        "minLength": 1,
        "maxLength": 128,
        "description": "As given to Reserve."
      }
    },
    "required": [
      "reservationId"
    ],
    "additionalProperties": false
  },
  "ReservationItem": {
    "description": "A wanted quantity of one sku.",
    "type": "object",
    "properties": {
      "sku": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "description": "The stock keeping unit."
      },
      "quantity": {
        "type": "integer",
        "minimum": 1,
        "maximum": 1000,
        "description": "How many units."
      }
    },
    "required": [
      "sku",
      "quantity"
    ],
    "additionalProperties": false
  },
  "ReserveRequest": {
    "description": "What to hold, and under which id.",
    "type": "object",
    "properties": {
      "reservationId": {
        "type": "string",
        "minLength": 1,
        "maxLength": 128,
        "description": "Chosen by the caller; repeating it repeats the answer."
      },
      "items": {
        "type": "array",
        "items": {
          "description": "A wanted quantity of one sku.",
          "type": "object",
          "properties": {
            "sku": {
              "type": "string",
              "minLength": 1,
              "maxLength": 64,
              "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
              "description": "The stock keeping unit."
            },
            "quantity": {
              "type": "integer",
              "minimum": 1,
              "maximum": 1000,
              "description": "How many units."
            }
          },
          "required": [
            "sku",
            "quantity"
          ],
          "additionalProperties": false
        },
        "minItems": 1,
        "maxItems": 50,
        "description": "Each sku once."
      },
      "ttlSeconds": {
        "type": "integer",
        "minimum": 0,
        "maximum": 86400,
        "description": "How long to hold it, in seconds; 0 means the server's default (600)."
      }
    },
    "required": [
      "reservationId",
      "items"
    ],
    "additionalProperties": false
  },
  "WatchOrderRequest": {
    "description": "Which order to watch, and from where.",
    "type": "object",
    "properties": {
      "orderId": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "description": "As given by PlaceOrder."
      },
      "afterSequence": {
        "type": "integer",
        "minimum": 0,
        "maximum": 9007199254740991,
        "description": "The last sequence number seen; 0 for all."
      }
    },
    "required": [
      "orderId"
    ],
    "additionalProperties": false
  },
  "WatchStockRequest": {
    "description": "Which skus to watch.",
    "type": "object",
    "properties": {
      "skus": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "maxItems": 1000,
        "description": "Empty means all."
      }
    },
    "additionalProperties": false
  }
} as const;

/** What each response message is as JSON, by message name. */
export const responseSchemas = {
  "AdjustStockResponse": {
    "description": "The answer to one adjustment.",
    "type": "object",
    "properties": {
      "adjusted": {
        "description": "It was made; the stock after it.",
        "type": "object",
        "properties": {
          "sku": {
            "type": "string",
            "description": "The stock keeping unit."
          },
          "name": {
            "type": "string",
            "description": "What a buyer reads."
          },
          "priceCents": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "The price of one unit, in cents."
          },
          "onHand": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Units in the house, reserved ones included."
          },
          "reserved": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Units held for reservations that are not yet committed."
          },
          "available": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Units that can be reserved now: `on_hand - reserved`."
          },
          "version": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Counts the changes of this sku; a greater version is a later state."
          }
        }
      },
      "refused": {
        "description": "It was not made, and why: `UNKNOWN_SKU`, or `BELOW_RESERVED` where fewer units would be left than are reserved.",
        "type": "object",
        "properties": {
          "sku": {
            "type": "string",
            "description": "The stock keeping unit."
          },
          "reason": {
            "type": "string",
            "description": "A constant name."
          }
        }
      }
    }
  },
  "AdjustStockResponse_Refusal": {
    "description": "Why an adjustment was not made.",
    "type": "object",
    "properties": {
      "sku": {
        "type": "string",
        "description": "The stock keeping unit."
      },
      "reason": {
        "type": "string",
        "description": "A constant name."
      }
    }
  },
  "CancelOrderResponse": {
    "description": "The order after it was cancelled.",
    "type": "object",
    "properties": {
      "order": {
        "description": "As it stands.",
        "type": "object",
        "properties": {
          "orderId": {
            "type": "string",
            "description": "Given by the service."
          },
          "customerId": {
            "type": "string",
            "description": "Whose it is."
          },
          "state": {
            "type": "string",
            "enum": [
              "PENDING",
              "CONFIRMED",
              "REJECTED",
              "CANCELLED"
            ],
            "description": "How it stands."
          },
          "items": {
            "type": "array",
            "items": {
              "description": "A line of an order.",
              "type": "object",
              "properties": {
                "sku": {
                  "type": "string",
                  "description": "The stock keeping unit."
                },
                "quantity": {
                  "type": "integer",
                  "minimum": -2147483648,
                  "maximum": 2147483647,
                  "description": "How many units."
                },
                "unitPriceCents": {
                  "anyOf": [
                    {
                      "type": "integer",
                      "minimum": -9007199254740991,
                      "maximum": 9007199254740991
                    },
                    {
                      "type": "string",
                      "pattern": "^-?[0-9]{16,20}$"
                    }
                  ],
                  "description": "The price of one unit, in cents; 0 until the stock is reserved."
                }
              }
            },
            "description": "In the order they were asked for."
          },
          "totalCents": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "The whole price, in cents; 0 until the stock is reserved."
          },
          "rejectionReason": {
            "type": "string",
            "description": "Why it was rejected, a constant name; empty otherwise."
          },
          "createdAt": {
            "type": "string",
            "format": "date-time",
            "description": "When it was placed."
          },
          "sequence": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "The sequence number of its latest change."
          }
        }
      }
    }
  },
  "CommitResponse": {
    "description": "How the reservation stands after Commit.",
    "type": "object",
    "properties": {
      "reservation": {
        "description": "As it stands now.",
        "type": "object",
        "properties": {
          "reservationId": {
            "type": "string",
            "description": "Chosen by the caller."
          },
          "state": {
            "type": "string",
            "enum": [
              "HELD",
              "COMMITTED",
              "RELEASED",
              "EXPIRED",
              "REFUSED"
            ],
            "description": "How it stands."
          },
          "lines": {
            "type": "array",
            "items": {
              "description": "A line of a reservation, with the price that was fixed for it.",
              "type": "object",
              "properties": {
                "sku": {
                  "type": "string",
                  "description": "The stock keeping unit."
                },
                "quantity": {
                  "type": "integer",
                  "minimum": -2147483648,
                  "maximum": 2147483647,
                  "description": "How many units."
                },
                "unitPriceCents": {
                  "anyOf": [
                    {
                      "type": "integer",
                      "minimum": -9007199254740991,
                      "maximum": 9007199254740991
                    },
                    {
                      "type": "string",
                      "pattern": "^-?[0-9]{16,20}$"
                    }
                  ],
                  "description": "The price of one unit when it was reserved, in cents."
                }
              }
            },
            "description": "What is, or was, set aside; empty where it was refused."
          },
          "expiresAt": {
            "type": "string",
            "format": "date-time",
            "description": "When stock that is held goes back by itself."
          },
          "shortages": {
            "type": "array",
            "items": {
              "description": "Why a line could not be reserved.",
              "type": "object",
              "properties": {
                "sku": {
                  "type": "string",
                  "description": "The stock keeping unit."
                },
                "requested": {
                  "type": "integer",
                  "minimum": -2147483648,
                  "maximum": 2147483647,
                  "description": "How many were wanted."
                },
                "available": {
                  "anyOf": [
                    {
                      "type": "integer",
                      "minimum": -9007199254740991,
                      "maximum": 9007199254740991
                    },
                    {
                      "type": "string",
                      "pattern": "^-?[0-9]{16,20}$"
                    }
                  ],
                  "description": "How many could be had; 0 where the sku is unknown."
                },
                "unknownSku": {
                  "type": "boolean",
                  "description": "True where there is no such sku."
                }
              }
            },
            "description": "Why it was refused; empty otherwise."
          }
        }
      }
    }
  },
  "GetOrderResponse": {
    "description": "The order that was asked for.",
    "type": "object",
    "properties": {
      "order": {
        "description": "As it stands.",
        "type": "object",
        "properties": {
          "orderId": {
            "type": "string",
            "description": "Given by the service."
          },
          "customerId": {
            "type": "string",
            "description": "Whose it is."
          },
          "state": {
            "type": "string",
            "enum": [
              "PENDING",
              "CONFIRMED",
              "REJECTED",
              "CANCELLED"
            ],
            "description": "How it stands."
          },
          "items": {
            "type": "array",
            "items": {
              "description": "A line of an order.",
              "type": "object",
              "properties": {
                "sku": {
                  "type": "string",
                  "description": "The stock keeping unit."
                },
                "quantity": {
                  "type": "integer",
                  "minimum": -2147483648,
                  "maximum": 2147483647,
                  "description": "How many units."
                },
                "unitPriceCents": {
                  "anyOf": [
                    {
                      "type": "integer",
                      "minimum": -9007199254740991,
                      "maximum": 9007199254740991
                    },
                    {
                      "type": "string",
                      "pattern": "^-?[0-9]{16,20}$"
                    }
                  ],
                  "description": "The price of one unit, in cents; 0 until the stock is reserved."
                }
              }
            },
            "description": "In the order they were asked for."
          },
          "totalCents": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "The whole price, in cents; 0 until the stock is reserved."
          },
          "rejectionReason": {
            "type": "string",
            "description": "Why it was rejected, a constant name; empty otherwise."
          },
          "createdAt": {
            "type": "string",
            "format": "date-time",
            "description": "When it was placed."
          },
          "sequence": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "The sequence number of its latest change."
          }
        }
      }
    }
  },
  "GetStockResponse": {
    "description": "The stock that was asked for.",
    "type": "object",
    "properties": {
      "stock": {
        "description": "The stock of the sku.",
        "type": "object",
        "properties": {
          "sku": {
            "type": "string",
            "description": "The stock keeping unit."
          },
          "name": {
            "type": "string",
            "description": "What a buyer reads."
          },
          "priceCents": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "The price of one unit, in cents."
          },
          "onHand": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Units in the house, reserved ones included."
          },
          "reserved": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Units held for reservations that are not yet committed."
          },
          "available": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Units that can be reserved now: `on_hand - reserved`."
          },
          "version": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Counts the changes of this sku; a greater version is a later state."
          }
        }
      }
    }
  },
  "ImportStockResponse": {
    "description": "What became of an import.",
    "type": "object",
    "properties": {
      "imported": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "Rows taken."
      },
      "rejected": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "Rows refused."
      },
      "errors": {
        "type": "array",
        "items": {
          "description": "A row that was not taken.",
          "type": "object",
          "properties": {
            "row": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "Counted from 1, in the order sent."
            },
            "sku": {
              "type": "string",
              "description": "As sent, at most 64 characters of it."
            },
            "error": {
              "type": "string",
              "description": "Field and rule, in words."
            }
          }
        },
        "description": "The first 100 refused rows."
      }
    }
  },
  "ImportStockResponse_RowError": {
    "description": "A row that was not taken.",
    "type": "object",
    "properties": {
      "row": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "Counted from 1, in the order sent."
      },
      "sku": {
        "type": "string",
        "description": "As sent, at most 64 characters of it."
      },
      "error": {
        "type": "string",
        "description": "Field and rule, in words."
      }
    }
  },
  "ListNotificationsResponse": {
    "description": "One page of messages.",
    "type": "object",
    "properties": {
      "notifications": {
        "type": "array",
        "items": {
          "description": "What a buyer is told of one change.",
          "type": "object",
          "properties": {
            "orderId": {
              "type": "string",
              "description": "Which order."
            },
            "sequence": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "Which change of it, as WatchOrder counts them."
            },
            "customerId": {
              "type": "string",
              "description": "Whose order it is."
            },
            "state": {
              "type": "string",
              "enum": [
                "PENDING",
                "CONFIRMED",
                "REJECTED",
                "CANCELLED"
              ],
              "description": "The state that the order went into."
            },
            "text": {
              "type": "string",
              "description": "What is said, for people."
            },
            "occurredAt": {
              "type": "string",
              "format": "date-time",
              "description": "When the order changed."
            }
          }
        },
        "description": "Newest first."
      },
      "nextPageToken": {
        "type": "string",
        "description": "Empty on the last page."
      }
    }
  },
  "ListOrdersResponse": {
    "description": "One page of orders.",
    "type": "object",
    "properties": {
      "orders": {
        "type": "array",
        "items": {
          "description": "An order.",
          "type": "object",
          "properties": {
            "orderId": {
              "type": "string",
              "description": "Given by the service."
            },
            "customerId": {
              "type": "string",
              "description": "Whose it is."
            },
            "state": {
              "type": "string",
              "enum": [
                "PENDING",
                "CONFIRMED",
                "REJECTED",
                "CANCELLED"
              ],
              "description": "How it stands."
            },
            "items": {
              "type": "array",
              "items": {
                "description": "A line of an order.",
                "type": "object",
                "properties": {
                  "sku": {
                    "type": "string",
                    "description": "The stock keeping unit."
                  },
                  "quantity": {
                    "type": "integer",
                    "minimum": -2147483648,
                    "maximum": 2147483647,
                    "description": "How many units."
                  },
                  "unitPriceCents": {
                    "anyOf": [
                      {
                        "type": "integer",
                        "minimum": -9007199254740991,
                        "maximum": 9007199254740991
                      },
                      {
                        "type": "string",
                        "pattern": "^-?[0-9]{16,20}$"
                      }
                    ],
                    "description": "The price of one unit, in cents; 0 until the stock is reserved."
                  }
                }
              },
              "description": "In the order they were asked for."
            },
            "totalCents": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "The whole price, in cents; 0 until the stock is reserved."
            },
            "rejectionReason": {
              "type": "string",
              "description": "Why it was rejected, a constant name; empty otherwise."
            },
            "createdAt": {
              "type": "string",
              "format": "date-time",
              "description": "When it was placed."
            },
            "sequence": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "The sequence number of its latest change."
            }
          }
        },
        "description": "Newest first."
      },
      "nextPageToken": {
        "type": "string",
        "description": "Empty on the last page."
      }
    }
  },
  "ListStockResponse": {
    "description": "One page of the stock.",
    "type": "object",
    "properties": {
      "stock": {
        "type": "array",
        "items": {
          "description": "The stock of one sku.",
          "type": "object",
          "properties": {
            "sku": {
              "type": "string",
              "description": "The stock keeping unit."
            },
            "name": {
              "type": "string",
              "description": "What a buyer reads."
            },
            "priceCents": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "The price of one unit, in cents."
            },
            "onHand": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "Units in the house, reserved ones included."
            },
            "reserved": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "Units held for reservations that are not yet committed."
            },
            "available": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "Units that can be reserved now: `on_hand - reserved`."
            },
            "version": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "Counts the changes of this sku; a greater version is a later state."
            }
          }
        },
        "description": "In the order of their skus."
      },
      "nextPageToken": {
        "type": "string",
        "description": "Empty on the last page."
      }
    }
  },
  "Notification": {
    "description": "What a buyer is told of one change.",
    "type": "object",
    "properties": {
      "orderId": {
        "type": "string",
        "description": "Which order."
      },
      "sequence": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "Which change of it, as WatchOrder counts them."
      },
      "customerId": {
        "type": "string",
        "description": "Whose order it is."
      },
      "state": {
        "type": "string",
        "enum": [
          "PENDING",
          "CONFIRMED",
          "REJECTED",
          "CANCELLED"
        ],
        "description": "The state that the order went into."
      },
      "text": {
        "type": "string",
        "description": "What is said, for people."
      },
      "occurredAt": {
        "type": "string",
        "format": "date-time",
        "description": "When the order changed."
      }
    }
  },
  "Order": {
    "description": "An order.",
    "type": "object",
    "properties": {
      "orderId": {
        "type": "string",
        "description": "Given by the service."
      },
      "customerId": {
        "type": "string",
        "description": "Whose it is."
      },
      "state": {
        "type": "string",
        "enum": [
          "PENDING",
          "CONFIRMED",
          "REJECTED",
          "CANCELLED"
        ],
        "description": "How it stands."
      },
      "items": {
        "type": "array",
        "items": {
          "description": "A line of an order.",
          "type": "object",
          "properties": {
            "sku": {
              "type": "string",
              "description": "The stock keeping unit."
            },
            "quantity": {
              "type": "integer",
              "minimum": -2147483648,
              "maximum": 2147483647,
              "description": "How many units."
            },
            "unitPriceCents": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "The price of one unit, in cents; 0 until the stock is reserved."
            }
          }
        },
        "description": "In the order they were asked for."
      },
      "totalCents": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "The whole price, in cents; 0 until the stock is reserved."
      },
      "rejectionReason": {
        "type": "string",
        "description": "Why it was rejected, a constant name; empty otherwise."
      },
      "createdAt": {
        "type": "string",
        "format": "date-time",
        "description": "When it was placed."
      },
      "sequence": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "The sequence number of its latest change."
      }
    }
  },
  "OrderLine": {
    "description": "A line of an order.",
    "type": "object",
    "properties": {
      "sku": {
        "type": "string",
        "description": "The stock keeping unit."
      },
      "quantity": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "How many units."
      },
      "unitPriceCents": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "The price of one unit, in cents; 0 until the stock is reserved."
      }
    }
  },
  "PlaceOrderResponse": {
    "description": "The order that came of it.",
    "type": "object",
    "properties": {
      "order": {
        "description": "As it stands.",
        "type": "object",
        "properties": {
          "orderId": {
            "type": "string",
            "description": "Given by the service."
          },
          "customerId": {
            "type": "string",
            "description": "Whose it is."
          },
          "state": {
            "type": "string",
            "enum": [
              "PENDING",
              "CONFIRMED",
              "REJECTED",
              "CANCELLED"
            ],
            "description": "How it stands."
          },
          "items": {
            "type": "array",
            "items": {
              "description": "A line of an order.",
              "type": "object",
              "properties": {
                "sku": {
                  "type": "string",
                  "description": "The stock keeping unit."
                },
                "quantity": {
                  "type": "integer",
                  "minimum": -2147483648,
                  "maximum": 2147483647,
                  "description": "How many units."
                },
                "unitPriceCents": {
                  "anyOf": [
                    {
                      "type": "integer",
                      "minimum": -9007199254740991,
                      "maximum": 9007199254740991
                    },
                    {
                      "type": "string",
                      "pattern": "^-?[0-9]{16,20}$"
                    }
                  ],
                  "description": "The price of one unit, in cents; 0 until the stock is reserved."
                }
              }
            },
            "description": "In the order they were asked for."
          },
          "totalCents": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "The whole price, in cents; 0 until the stock is reserved."
          },
          "rejectionReason": {
            "type": "string",
            "description": "Why it was rejected, a constant name; empty otherwise."
          },
          "createdAt": {
            "type": "string",
            "format": "date-time",
            "description": "When it was placed."
          },
          "sequence": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "The sequence number of its latest change."
          }
        }
      },
      "replayed": {
        "type": "boolean",
        "description": "True where the key was known and this is the answer to the first request."
      }
    }
  },
  "RecordOrderEventsResponse": {
    "description": "What became of the changes of one call.",
    "type": "object",
    "properties": {
      "received": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "How many were sent."
      },
      "recorded": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "How many of them were new."
      }
    }
  },
  "ReleaseResponse": {
    "description": "How the reservation stands after Release.",
    "type": "object",
    "properties": {
      "reservation": {
        "description": "As it stands now.",
        "type": "object",
        "properties": {
          "reservationId": {
            "type": "string",
            "description": "Chosen by the caller."
          },
          "state": {
            "type": "string",
            "enum": [
              "HELD",
              "COMMITTED",
              "RELEASED",
              "EXPIRED",
              "REFUSED"
            ],
            "description": "How it stands."
          },
          "lines": {
            "type": "array",
            "items": {
              "description": "A line of a reservation, with the price that was fixed for it.",
              "type": "object",
              "properties": {
                "sku": {
                  "type": "string",
                  "description": "The stock keeping unit."
                },
                "quantity": {
                  "type": "integer",
                  "minimum": -2147483648,
                  "maximum": 2147483647,
                  "description": "How many units."
                },
                "unitPriceCents": {
                  "anyOf": [
                    {
                      "type": "integer",
                      "minimum": -9007199254740991,
                      "maximum": 9007199254740991
                    },
                    {
                      "type": "string",
                      "pattern": "^-?[0-9]{16,20}$"
                    }
                  ],
                  "description": "The price of one unit when it was reserved, in cents."
                }
              }
            },
            "description": "What is, or was, set aside; empty where it was refused."
          },
          "expiresAt": {
            "type": "string",
            "format": "date-time",
            "description": "When stock that is held goes back by itself."
          },
          "shortages": {
            "type": "array",
            "items": {
              "description": "Why a line could not be reserved.",
              "type": "object",
              "properties": {
                "sku": {
                  "type": "string",
                  "description": "The stock keeping unit."
                },
                "requested": {
                  "type": "integer",
                  "minimum": -2147483648,
                  "maximum": 2147483647,
                  "description": "How many were wanted."
                },
                "available": {
                  "anyOf": [
                    {
                      "type": "integer",
                      "minimum": -9007199254740991,
                      "maximum": 9007199254740991
                    },
                    {
                      "type": "string",
                      "pattern": "^-?[0-9]{16,20}$"
                    }
                  ],
                  "description": "How many could be had; 0 where the sku is unknown."
                },
                "unknownSku": {
                  "type": "boolean",
                  "description": "True where there is no such sku."
                }
              }
            },
            "description": "Why it was refused; empty otherwise."
          }
        }
      }
    }
  },
  "Reservation": {
    "description": "A reservation.",
    "type": "object",
    "properties": {
      "reservationId": {
        "type": "string",
        "description": "Chosen by the caller."
      },
      "state": {
        "type": "string",
        "enum": [
          "HELD",
          "COMMITTED",
          "RELEASED",
          "EXPIRED",
          "REFUSED"
        ],
        "description": "How it stands."
      },
      "lines": {
        "type": "array",
        "items": {
          "description": "A line of a reservation, with the price that was fixed for it.",
          "type": "object",
          "properties": {
            "sku": {
              "type": "string",
              "description": "The stock keeping unit."
            },
            "quantity": {
              "type": "integer",
              "minimum": -2147483648,
              "maximum": 2147483647,
              "description": "How many units."
            },
            "unitPriceCents": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "The price of one unit when it was reserved, in cents."
            }
          }
        },
        "description": "What is, or was, set aside; empty where it was refused."
      },
      "expiresAt": {
        "type": "string",
        "format": "date-time",
        "description": "When stock that is held goes back by itself."
      },
      "shortages": {
        "type": "array",
        "items": {
          "description": "Why a line could not be reserved.",
          "type": "object",
          "properties": {
            "sku": {
              "type": "string",
              "description": "The stock keeping unit."
            },
            "requested": {
              "type": "integer",
              "minimum": -2147483648,
              "maximum": 2147483647,
              "description": "How many were wanted."
            },
            "available": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": -9007199254740991,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "How many could be had; 0 where the sku is unknown."
            },
            "unknownSku": {
              "type": "boolean",
              "description": "True where there is no such sku."
            }
          }
        },
        "description": "Why it was refused; empty otherwise."
      }
    }
  },
  "ReservationLine": {
    "description": "A line of a reservation, with the price that was fixed for it.",
    "type": "object",
    "properties": {
      "sku": {
        "type": "string",
        "description": "The stock keeping unit."
      },
      "quantity": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "How many units."
      },
      "unitPriceCents": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "The price of one unit when it was reserved, in cents."
      }
    }
  },
  "ReserveResponse": {
    "description": "The reservation, held or refused.",
    "type": "object",
    "properties": {
      "reservation": {
        "description": "As it stands now.",
        "type": "object",
        "properties": {
          "reservationId": {
            "type": "string",
            "description": "Chosen by the caller."
          },
          "state": {
            "type": "string",
            "enum": [
              "HELD",
              "COMMITTED",
              "RELEASED",
              "EXPIRED",
              "REFUSED"
            ],
            "description": "How it stands."
          },
          "lines": {
            "type": "array",
            "items": {
              "description": "A line of a reservation, with the price that was fixed for it.",
              "type": "object",
              "properties": {
                "sku": {
                  "type": "string",
                  "description": "The stock keeping unit."
                },
                "quantity": {
                  "type": "integer",
                  "minimum": -2147483648,
                  "maximum": 2147483647,
                  "description": "How many units."
                },
                "unitPriceCents": {
                  "anyOf": [
                    {
                      "type": "integer",
                      "minimum": -9007199254740991,
                      "maximum": 9007199254740991
                    },
                    {
                      "type": "string",
                      "pattern": "^-?[0-9]{16,20}$"
                    }
                  ],
                  "description": "The price of one unit when it was reserved, in cents."
                }
              }
            },
            "description": "What is, or was, set aside; empty where it was refused."
          },
          "expiresAt": {
            "type": "string",
            "format": "date-time",
            "description": "When stock that is held goes back by itself."
          },
          "shortages": {
            "type": "array",
            "items": {
              "description": "Why a line could not be reserved.",
              "type": "object",
              "properties": {
                "sku": {
                  "type": "string",
                  "description": "The stock keeping unit."
                },
                "requested": {
                  "type": "integer",
                  "minimum": -2147483648,
                  "maximum": 2147483647,
                  "description": "How many were wanted."
                },
                "available": {
                  "anyOf": [
                    {
                      "type": "integer",
                      "minimum": -9007199254740991,
                      "maximum": 9007199254740991
                    },
                    {
                      "type": "string",
                      "pattern": "^-?[0-9]{16,20}$"
                    }
                  ],
                  "description": "How many could be had; 0 where the sku is unknown."
                },
                "unknownSku": {
                  "type": "boolean",
                  "description": "True where there is no such sku."
                }
              }
            },
            "description": "Why it was refused; empty otherwise."
          }
        }
      }
    }
  },
  "Shortage": {
    "description": "Why a line could not be reserved.",
    "type": "object",
    "properties": {
      "sku": {
        "type": "string",
        "description": "The stock keeping unit."
      },
      "requested": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "How many were wanted."
      },
      "available": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "How many could be had; 0 where the sku is unknown."
      },
      "unknownSku": {
        "type": "boolean",
        "description": "True where there is no such sku."
      }
    }
  },
  "Stock": {
    "description": "The stock of one sku.",
    "type": "object",
    "properties": {
      "sku": {
        "type": "string",
        "description": "The stock keeping unit."
      },
      "name": {
        "type": "string",
        "description": "What a buyer reads."
      },
      "priceCents": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "The price of one unit, in cents."
      },
      "onHand": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "Units in the house, reserved ones included."
      },
      "reserved": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "Units held for reservations that are not yet committed."
      },
      "available": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "Units that can be reserved now: `on_hand - reserved`."
      },
      "version": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "Counts the changes of this sku; a greater version is a later state."
      }
    }
  },
  "WatchOrderResponse": {
    "description": "One change of an order.",
    "type": "object",
    "properties": {
      "sequence": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": -9007199254740991,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "Counts the changes of this order from 1, without gaps."
      },
      "state": {
        "type": "string",
        "enum": [
          "PENDING",
          "CONFIRMED",
          "REJECTED",
          "CANCELLED"
        ],
        "description": "The state that the order went into."
      },
      "occurredAt": {
        "type": "string",
        "format": "date-time",
        "description": "When."
      },
      "rejectionReason": {
        "type": "string",
        "description": "Why it was rejected; empty otherwise."
      }
    }
  },
  "WatchStockResponse": {
    "description": "One sku's stock as it is now.",
    "type": "object",
    "properties": {
      "stock": {
        "description": "The stock after the change.",
        "type": "object",
        "properties": {
          "sku": {
            "type": "string",
            "description": "The stock keeping unit."
          },
          "name": {
            "type": "string",
            "description": "What a buyer reads."
          },
          "priceCents": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "The price of one unit, in cents."
          },
          "onHand": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Units in the house, reserved ones included."
          },
          "reserved": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Units held for reservations that are not yet committed."
          },
          "available": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Units that can be reserved now: `on_hand - reserved`."
          },
          "version": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": -9007199254740991,
                "maximum": 9007199254740991
              },
              {
                "type": "string",
                "pattern": "^-?[0-9]{16,20}$"
              }
            ],
            "description": "Counts the changes of this sku; a greater version is a later state."
          }
        }
      }
    }
  }
} as const;
