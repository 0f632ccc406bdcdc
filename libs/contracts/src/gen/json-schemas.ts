// Written by `npm run generate` from protos/. Do not edit.

/** What each request message accepts as JSON, by message name. */
export const requestSchemas = {
  "Abort": {
    "description": "Calls fail with a status.",
    "type": "object",
    "properties": {
      "code": {
        "type": "integer",
        "minimum": 1,
        "maximum": 16,
        "description": "A gRPC status code but OK."
      },
      "message": {
        "type": "string",
        "maxLength": 256,
        "description": "What the status says. Empty: that the fault was injected."
      },
      "afterMessages": {
        "type": "integer",
        "minimum": 0,
        "maximum": 1000000,
        "description": "So many response messages are sent before; 0: the handler never sees the call."
      }
    },
    "required": [
      "code"
    ],
    "additionalProperties": false
  },
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
  "ClearFaultsRequest": {
    "description": "Which faults to end.",
    "type": "object",
    "properties": {
      "names": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "maxItems": 32,
        "description": "Their names; none: all of them."
      }
    },
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
  "Corrupt": {
    "description": "The bytes of every response message are flipped, so that no codec can read them.",
    "type": "object",
    "properties": {},
    "additionalProperties": false
  },
  "CpuBurn": {
    "description": "Before it is served, each call takes processor time, in slices that let others through.",
    "type": "object",
    "properties": {
      "cpuMs": {
        "type": "integer",
        "minimum": 1,
        "maximum": 1000,
        "description": "Milliseconds of it."
      }
    },
    "required": [
      "cpuMs"
    ],
    "additionalProperties": false
  },
  "Delay": {
    "description": "How long something takes. No single delay is longer than 60 000 ms.",
    "type": "object",
    "properties": {
      "fixed": {
        "description": "Always the same.",
        "type": "object",
        "properties": {
          "ms": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "Milliseconds."
          }
        },
        "additionalProperties": false
      },
      "uniform": {
        "description": "Anything within a range, equally likely.",
        "type": "object",
        "properties": {
          "minMs": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "The least, in milliseconds; not above `max_ms`."
          },
          "maxMs": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "The greatest, in milliseconds."
          }
        },
        "additionalProperties": false
      },
      "exponential": {
        "description": "Mostly short, rarely long.",
        "type": "object",
        "properties": {
          "meanMs": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "Its mean, in milliseconds."
          }
        },
        "additionalProperties": false
      },
      "lognormal": {
        "description": "Like most latencies of services: skewed, with a long tail.",
        "type": "object",
        "properties": {
          "medianMs": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "Half of all delays are shorter, in milliseconds."
          },
          "sigma": {
            "type": "number",
            "minimum": 0,
            "maximum": 5,
            "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
          }
        },
        "additionalProperties": false
      },
      "pareto": {
        "description": "With a tail that is heavier still.",
        "type": "object",
        "properties": {
          "minMs": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "The least, in milliseconds."
          },
          "shape": {
            "type": "number",
            "minimum": 0.1,
            "maximum": 100,
            "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
          }
        },
        "required": [
          "shape"
        ],
        "additionalProperties": false
      }
    },
    "additionalProperties": false
  },
  "Drop": {
    "description": "The whole connection is reset, with every other call on it.",
    "type": "object",
    "properties": {
      "afterMessages": {
        "type": "integer",
        "minimum": 0,
        "maximum": 1000000,
        "description": "So many response messages are sent before; 0: the handler never sees the call."
      }
    },
    "additionalProperties": false
  },
  "EventLoopBlock": {
    "description": "Each call blocks the process, timers and other calls included. After a block, the process is left alone for as long as the block took, so that this service can still be reached.",
    "type": "object",
    "properties": {
      "blockMs": {
        "type": "integer",
        "minimum": 1,
        "maximum": 5000,
        "description": "For so many milliseconds."
      }
    },
    "required": [
      "blockMs"
    ],
    "additionalProperties": false
  },
  "ExponentialDelay": {
    "description": "An exponential delay.",
    "type": "object",
    "properties": {
      "meanMs": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "Its mean, in milliseconds."
      }
    },
    "additionalProperties": false
  },
  "Fault": {
    "description": "One way to misbehave, and the calls that it hits.",
    "type": "object",
    "properties": {
      "name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "description": "What it is called when it is replaced or cleared."
      },
      "methods": {
        "type": "string",
        "minLength": 1,
        "maxLength": 256,
        "pattern": "^(\\*|[A-Za-z_][A-Za-z0-9_.]*/([A-Za-z_][A-Za-z0-9_]*|\\*))$",
        "description": "`package.Service/Method`, `package.Service/*`, or `*`: all but this service and those of package `grpc` (health, reflection, channelz), which a pattern has to name."
      },
      "share": {
        "type": "number",
        "minimum": 0,
        "maximum": 1,
        "description": "The share of these calls that it hits, by chance. Absent: 1."
      },
      "criticality": {
        "type": "string",
        "enum": [
          "CRITICAL",
          "DEFAULT",
          "SHEDDABLE"
        ],
        "description": "Only calls of this criticality. Unspecified: all."
      },
      "ttlMs": {
        "type": "integer",
        "minimum": 1,
        "maximum": 3600000,
        "description": "It ends after so many milliseconds. Absent: 60 000."
      },
      "latency": {
        "description": "It is served later.",
        "type": "object",
        "properties": {
          "delay": {
            "description": "By so much.",
            "type": "object",
            "properties": {
              "fixed": {
                "description": "Always the same.",
                "type": "object",
                "properties": {
                  "ms": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Milliseconds."
                  }
                },
                "additionalProperties": false
              },
              "uniform": {
                "description": "Anything within a range, equally likely.",
                "type": "object",
                "properties": {
                  "minMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The least, in milliseconds; not above `max_ms`."
                  },
                  "maxMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The greatest, in milliseconds."
                  }
                },
                "additionalProperties": false
              },
              "exponential": {
                "description": "Mostly short, rarely long.",
                "type": "object",
                "properties": {
                  "meanMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Its mean, in milliseconds."
                  }
                },
                "additionalProperties": false
              },
              "lognormal": {
                "description": "Like most latencies of services: skewed, with a long tail.",
                "type": "object",
                "properties": {
                  "medianMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Half of all delays are shorter, in milliseconds."
                  },
                  "sigma": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 5,
                    "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                  }
                },
                "additionalProperties": false
              },
              "pareto": {
                "description": "With a tail that is heavier still.",
                "type": "object",
                "properties": {
                  "minMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The least, in milliseconds."
                  },
                  "shape": {
                    "type": "number",
                    "minimum": 0.1,
                    "maximum": 100,
                    "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                  }
                },
                "required": [
                  "shape"
                ],
                "additionalProperties": false
              }
            },
            "additionalProperties": false
          }
        },
        "required": [
          "delay"
        ],
        "additionalProperties": false
      },
      "abort": {
        "description": "It fails.",
        "type": "object",
        "properties": {
          "code": {
            "type": "integer",
            "minimum": 1,
            "maximum": 16,
            "description": "A gRPC status code but OK."
          },
          "message": {
            "type": "string",
            "maxLength": 256,
            "description": "What the status says. Empty: that the fault was injected."
          },
          "afterMessages": {
            "type": "integer",
            "minimum": 0,
            "maximum": 1000000,
            "description": "So many response messages are sent before; 0: the handler never sees the call."
          }
        },
        "required": [
          "code"
        ],
        "additionalProperties": false
      },
      "hang": {
        "description": "It is never answered.",
        "type": "object",
        "properties": {},
        "additionalProperties": false
      },
      "drop": {
        "description": "Its connection is cut.",
        "type": "object",
        "properties": {
          "afterMessages": {
            "type": "integer",
            "minimum": 0,
            "maximum": 1000000,
            "description": "So many response messages are sent before; 0: the handler never sees the call."
          }
        },
        "additionalProperties": false
      },
      "slowStream": {
        "description": "Its messages take their time.",
        "type": "object",
        "properties": {
          "delay": {
            "description": "By so much each.",
            "type": "object",
            "properties": {
              "fixed": {
                "description": "Always the same.",
                "type": "object",
                "properties": {
                  "ms": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Milliseconds."
                  }
                },
                "additionalProperties": false
              },
              "uniform": {
                "description": "Anything within a range, equally likely.",
                "type": "object",
                "properties": {
                  "minMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The least, in milliseconds; not above `max_ms`."
                  },
                  "maxMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The greatest, in milliseconds."
                  }
                },
                "additionalProperties": false
              },
              "exponential": {
                "description": "Mostly short, rarely long.",
                "type": "object",
                "properties": {
                  "meanMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Its mean, in milliseconds."
                  }
                },
                "additionalProperties": false
              },
              "lognormal": {
                "description": "Like most latencies of services: skewed, with a long tail.",
                "type": "object",
                "properties": {
                  "medianMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Half of all delays are shorter, in milliseconds."
                  },
                  "sigma": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 5,
                    "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                  }
                },
                "additionalProperties": false
              },
              "pareto": {
                "description": "With a tail that is heavier still.",
                "type": "object",
                "properties": {
                  "minMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The least, in milliseconds."
                  },
                  "shape": {
                    "type": "number",
                    "minimum": 0.1,
                    "maximum": 100,
                    "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                  }
                },
                "required": [
                  "shape"
                ],
                "additionalProperties": false
              }
            },
            "additionalProperties": false
          }
        },
        "required": [
          "delay"
        ],
        "additionalProperties": false
      },
      "corrupt": {
        "description": "Its answer cannot be read.",
        "type": "object",
        "properties": {},
        "additionalProperties": false
      },
      "cpuBurn": {
        "description": "It costs processor time.",
        "type": "object",
        "properties": {
          "cpuMs": {
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "description": "Milliseconds of it."
          }
        },
        "required": [
          "cpuMs"
        ],
        "additionalProperties": false
      },
      "memoryGrowth": {
        "description": "It costs memory that is not given back.",
        "type": "object",
        "properties": {
          "kibibytes": {
            "type": "integer",
            "minimum": 1,
            "maximum": 16384,
            "description": "About so many KiB a call."
          },
          "maxMebibytes": {
            "type": "integer",
            "minimum": 1,
            "maximum": 256,
            "description": "Up to so many MiB. All such faults together: at most 512."
          }
        },
        "required": [
          "kibibytes",
          "maxMebibytes"
        ],
        "additionalProperties": false
      },
      "eventLoopBlock": {
        "description": "It blocks the event loop.",
        "type": "object",
        "properties": {
          "blockMs": {
            "type": "integer",
            "minimum": 1,
            "maximum": 5000,
            "description": "For so many milliseconds."
          }
        },
        "required": [
          "blockMs"
        ],
        "additionalProperties": false
      },
      "notServing": {
        "description": "Health says NOT_SERVING. Not about calls: `share` and `criticality` stay unset, and `methods` names whole services.",
        "type": "object",
        "properties": {},
        "additionalProperties": false
      }
    },
    "required": [
      "name",
      "methods",
      "ttlMs"
    ],
    "additionalProperties": false
  },
  "FixedDelay": {
    "description": "Always the same delay.",
    "type": "object",
    "properties": {
      "ms": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "Milliseconds."
      }
    },
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
  "Hang": {
    "description": "Calls wait until their caller leaves, or until the fault ends: then they are served.",
    "type": "object",
    "properties": {},
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
  "IsolateBreakerRequest": {
    "description": "Which breakers are meant.",
    "type": "object",
    "properties": {
      "target": {
        "type": "string",
        "minLength": 1,
        "maxLength": 1024,
        "description": "The gRPC target, as `WatchState` tells it."
      },
      "method": {
        "type": "string",
        "minLength": 1,
        "maxLength": 512,
        "pattern": "^/[^/]+/[^/]+$",
        "description": "`/package.Service/Method`"
      }
    },
    "required": [
      "target",
      "method"
    ],
    "additionalProperties": false
  },
  "Latency": {
    "description": "Calls reach their handler later.",
    "type": "object",
    "properties": {
      "delay": {
        "description": "By so much.",
        "type": "object",
        "properties": {
          "fixed": {
            "description": "Always the same.",
            "type": "object",
            "properties": {
              "ms": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Milliseconds."
              }
            },
            "additionalProperties": false
          },
          "uniform": {
            "description": "Anything within a range, equally likely.",
            "type": "object",
            "properties": {
              "minMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The least, in milliseconds; not above `max_ms`."
              },
              "maxMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The greatest, in milliseconds."
              }
            },
            "additionalProperties": false
          },
          "exponential": {
            "description": "Mostly short, rarely long.",
            "type": "object",
            "properties": {
              "meanMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Its mean, in milliseconds."
              }
            },
            "additionalProperties": false
          },
          "lognormal": {
            "description": "Like most latencies of services: skewed, with a long tail.",
            "type": "object",
            "properties": {
              "medianMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Half of all delays are shorter, in milliseconds."
              },
              "sigma": {
                "type": "number",
                "minimum": 0,
                "maximum": 5,
                "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
              }
            },
            "additionalProperties": false
          },
          "pareto": {
            "description": "With a tail that is heavier still.",
            "type": "object",
            "properties": {
              "minMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The least, in milliseconds."
              },
              "shape": {
                "type": "number",
                "minimum": 0.1,
                "maximum": 100,
                "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
              }
            },
            "required": [
              "shape"
            ],
            "additionalProperties": false
          }
        },
        "additionalProperties": false
      }
    },
    "required": [
      "delay"
    ],
    "additionalProperties": false
  },
  "ListFaultsRequest": {
    "description": "Asks for all.",
    "type": "object",
    "properties": {},
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
  "LognormalDelay": {
    "description": "A log-normal delay.",
    "type": "object",
    "properties": {
      "medianMs": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "Half of all delays are shorter, in milliseconds."
      },
      "sigma": {
        "type": "number",
        "minimum": 0,
        "maximum": 5,
        "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
      }
    },
    "additionalProperties": false
  },
  "MemoryGrowth": {
    "description": "Each call leaves memory behind, in small objects that the garbage collector has to visit.",
    "type": "object",
    "properties": {
      "kibibytes": {
        "type": "integer",
        "minimum": 1,
        "maximum": 16384,
        "description": "About so many KiB a call."
      },
      "maxMebibytes": {
        "type": "integer",
        "minimum": 1,
        "maximum": 256,
        "description": "Up to so many MiB. All such faults together: at most 512."
      }
    },
    "required": [
      "kibibytes",
      "maxMebibytes"
    ],
    "additionalProperties": false
  },
  "NotServing": {
    "description": "`grpc.health.v1` says NOT_SERVING of the services, whatever they say themselves.",
    "type": "object",
    "properties": {},
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
  "ParetoDelay": {
    "description": "A Pareto delay.",
    "type": "object",
    "properties": {
      "minMs": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "The least, in milliseconds."
      },
      "shape": {
        "type": "number",
        "minimum": 0.1,
        "maximum": 100,
        "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
      }
    },
    "required": [
      "shape"
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
  "ReleaseBreakerRequest": {
    "description": "Which breakers are meant.",
    "type": "object",
    "properties": {
      "target": {
        "type": "string",
        "minLength": 1,
        "maxLength": 1024,
        "description": "The gRPC target, as `WatchState` tells it."
      },
      "method": {
        "type": "string",
        "minLength": 1,
        "maxLength": 512,
        "pattern": "^/[^/]+/[^/]+$",
        "description": "`/package.Service/Method`"
      }
    },
    "required": [
      "target",
      "method"
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
  "SetFaultsRequest": {
    "description": "Which faults to put in force.",
    "type": "object",
    "properties": {
      "faults": {
        "type": "array",
        "items": {
          "description": "One way to misbehave, and the calls that it hits.",
          "type": "object",
          "properties": {
            "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 64,
              "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
              "description": "What it is called when it is replaced or cleared."
            },
            "methods": {
              "type": "string",
              "minLength": 1,
              "maxLength": 256,
              "pattern": "^(\\*|[A-Za-z_][A-Za-z0-9_.]*/([A-Za-z_][A-Za-z0-9_]*|\\*))$",
              "description": "`package.Service/Method`, `package.Service/*`, or `*`: all but this service and those of package `grpc` (health, reflection, channelz), which a pattern has to name."
            },
            "share": {
              "type": "number",
              "minimum": 0,
              "maximum": 1,
              "description": "The share of these calls that it hits, by chance. Absent: 1."
            },
            "criticality": {
              "type": "string",
              "enum": [
                "CRITICAL",
                "DEFAULT",
                "SHEDDABLE"
              ],
              "description": "Only calls of this criticality. Unspecified: all."
            },
            "ttlMs": {
              "type": "integer",
              "minimum": 1,
              "maximum": 3600000,
              "description": "It ends after so many milliseconds. Absent: 60 000."
            },
            "latency": {
              "description": "It is served later.",
              "type": "object",
              "properties": {
                "delay": {
                  "description": "By so much.",
                  "type": "object",
                  "properties": {
                    "fixed": {
                      "description": "Always the same.",
                      "type": "object",
                      "properties": {
                        "ms": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "Milliseconds."
                        }
                      },
                      "additionalProperties": false
                    },
                    "uniform": {
                      "description": "Anything within a range, equally likely.",
                      "type": "object",
                      "properties": {
                        "minMs": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "The least, in milliseconds; not above `max_ms`."
                        },
                        "maxMs": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "The greatest, in milliseconds."
                        }
                      },
                      "additionalProperties": false
                    },
                    "exponential": {
                      "description": "Mostly short, rarely long.",
                      "type": "object",
                      "properties": {
                        "meanMs": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "Its mean, in milliseconds."
                        }
                      },
                      "additionalProperties": false
                    },
                    "lognormal": {
                      "description": "Like most latencies of services: skewed, with a long tail.",
                      "type": "object",
                      "properties": {
                        "medianMs": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "Half of all delays are shorter, in milliseconds."
                        },
                        "sigma": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 5,
                          "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                        }
                      },
                      "additionalProperties": false
                    },
                    "pareto": {
                      "description": "With a tail that is heavier still.",
                      "type": "object",
                      "properties": {
                        "minMs": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "The least, in milliseconds."
                        },
                        "shape": {
                          "type": "number",
                          "minimum": 0.1,
                          "maximum": 100,
                          "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                        }
                      },
                      "required": [
                        "shape"
                      ],
                      "additionalProperties": false
                    }
                  },
                  "additionalProperties": false
                }
              },
              "required": [
                "delay"
              ],
              "additionalProperties": false
            },
            "abort": {
              "description": "It fails.",
              "type": "object",
              "properties": {
                "code": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 16,
                  "description": "A gRPC status code but OK."
                },
                "message": {
                  "type": "string",
                  "maxLength": 256,
                  "description": "What the status says. Empty: that the fault was injected."
                },
                "afterMessages": {
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 1000000,
                  "description": "So many response messages are sent before; 0: the handler never sees the call."
                }
              },
              "required": [
                "code"
              ],
              "additionalProperties": false
            },
            "hang": {
              "description": "It is never answered.",
              "type": "object",
              "properties": {},
              "additionalProperties": false
            },
            "drop": {
              "description": "Its connection is cut.",
              "type": "object",
              "properties": {
                "afterMessages": {
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 1000000,
                  "description": "So many response messages are sent before; 0: the handler never sees the call."
                }
              },
              "additionalProperties": false
            },
            "slowStream": {
              "description": "Its messages take their time.",
              "type": "object",
              "properties": {
                "delay": {
                  "description": "By so much each.",
                  "type": "object",
                  "properties": {
                    "fixed": {
                      "description": "Always the same.",
                      "type": "object",
                      "properties": {
                        "ms": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "Milliseconds."
                        }
                      },
                      "additionalProperties": false
                    },
                    "uniform": {
                      "description": "Anything within a range, equally likely.",
                      "type": "object",
                      "properties": {
                        "minMs": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "The least, in milliseconds; not above `max_ms`."
                        },
                        "maxMs": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "The greatest, in milliseconds."
                        }
                      },
                      "additionalProperties": false
                    },
                    "exponential": {
                      "description": "Mostly short, rarely long.",
                      "type": "object",
                      "properties": {
                        "meanMs": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "Its mean, in milliseconds."
                        }
                      },
                      "additionalProperties": false
                    },
                    "lognormal": {
                      "description": "Like most latencies of services: skewed, with a long tail.",
                      "type": "object",
                      "properties": {
                        "medianMs": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "Half of all delays are shorter, in milliseconds."
                        },
                        "sigma": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 5,
                          "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                        }
                      },
                      "additionalProperties": false
                    },
                    "pareto": {
                      "description": "With a tail that is heavier still.",
                      "type": "object",
                      "properties": {
                        "minMs": {
                          "type": "number",
                          "minimum": 0,
                          "maximum": 60000,
                          "description": "The least, in milliseconds."
                        },
                        "shape": {
                          "type": "number",
                          "minimum": 0.1,
                          "maximum": 100,
                          "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                        }
                      },
                      "required": [
                        "shape"
                      ],
                      "additionalProperties": false
                    }
                  },
                  "additionalProperties": false
                }
              },
              "required": [
                "delay"
              ],
              "additionalProperties": false
            },
            "corrupt": {
              "description": "Its answer cannot be read.",
              "type": "object",
              "properties": {},
              "additionalProperties": false
            },
            "cpuBurn": {
              "description": "It costs processor time.",
              "type": "object",
              "properties": {
                "cpuMs": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 1000,
                  "description": "Milliseconds of it."
                }
              },
              "required": [
                "cpuMs"
              ],
              "additionalProperties": false
            },
            "memoryGrowth": {
              "description": "It costs memory that is not given back.",
              "type": "object",
              "properties": {
                "kibibytes": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 16384,
                  "description": "About so many KiB a call."
                },
                "maxMebibytes": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 256,
                  "description": "Up to so many MiB. All such faults together: at most 512."
                }
              },
              "required": [
                "kibibytes",
                "maxMebibytes"
              ],
              "additionalProperties": false
            },
            "eventLoopBlock": {
              "description": "It blocks the event loop.",
              "type": "object",
              "properties": {
                "blockMs": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 5000,
                  "description": "For so many milliseconds."
                }
              },
              "required": [
                "blockMs"
              ],
              "additionalProperties": false
            },
            "notServing": {
              "description": "Health says NOT_SERVING. Not about calls: `share` and `criticality` stay unset, and `methods` names whole services.",
              "type": "object",
              "properties": {},
              "additionalProperties": false
            }
          },
          "required": [
            "name",
            "methods",
            "ttlMs"
          ],
          "additionalProperties": false
        },
        "minItems": 1,
        "maxItems": 32,
        "description": "No two with the same name."
      }
    },
    "required": [
      "faults"
    ],
    "additionalProperties": false
  },
  "SlowStream": {
    "description": "Every message of the call, in both directions, is passed on later.",
    "type": "object",
    "properties": {
      "delay": {
        "description": "By so much each.",
        "type": "object",
        "properties": {
          "fixed": {
            "description": "Always the same.",
            "type": "object",
            "properties": {
              "ms": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Milliseconds."
              }
            },
            "additionalProperties": false
          },
          "uniform": {
            "description": "Anything within a range, equally likely.",
            "type": "object",
            "properties": {
              "minMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The least, in milliseconds; not above `max_ms`."
              },
              "maxMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The greatest, in milliseconds."
              }
            },
            "additionalProperties": false
          },
          "exponential": {
            "description": "Mostly short, rarely long.",
            "type": "object",
            "properties": {
              "meanMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Its mean, in milliseconds."
              }
            },
            "additionalProperties": false
          },
          "lognormal": {
            "description": "Like most latencies of services: skewed, with a long tail.",
            "type": "object",
            "properties": {
              "medianMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Half of all delays are shorter, in milliseconds."
              },
              "sigma": {
                "type": "number",
                "minimum": 0,
                "maximum": 5,
                "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
              }
            },
            "additionalProperties": false
          },
          "pareto": {
            "description": "With a tail that is heavier still.",
            "type": "object",
            "properties": {
              "minMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The least, in milliseconds."
              },
              "shape": {
                "type": "number",
                "minimum": 0.1,
                "maximum": 100,
                "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
              }
            },
            "required": [
              "shape"
            ],
            "additionalProperties": false
          }
        },
        "additionalProperties": false
      }
    },
    "required": [
      "delay"
    ],
    "additionalProperties": false
  },
  "UniformDelay": {
    "description": "A delay within a range.",
    "type": "object",
    "properties": {
      "minMs": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "The least, in milliseconds; not above `max_ms`."
      },
      "maxMs": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "The greatest, in milliseconds."
      }
    },
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
  "WatchStateRequest": {
    "description": "How often the state is wanted.",
    "type": "object",
    "properties": {
      "intervalMs": {
        "type": "integer",
        "minimum": 100,
        "maximum": 60000,
        "description": "Milliseconds between two states. Absent: 1000."
      },
      "unchangedIntervalMs": {
        "type": "integer",
        "minimum": 100,
        "maximum": 60000,
        "description": "Milliseconds after which a state is sent again that is the last one but for its uptime: until then silence means that nothing has changed. Absent, or less than the interval: each state is sent."
      }
    },
    "required": [
      "intervalMs",
      "unchangedIntervalMs"
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
  "Abort": {
    "description": "Calls fail with a status.",
    "type": "object",
    "properties": {
      "code": {
        "type": "integer",
        "minimum": 1,
        "maximum": 16,
        "description": "A gRPC status code but OK."
      },
      "message": {
        "type": "string",
        "maxLength": 256,
        "description": "What the status says. Empty: that the fault was injected."
      },
      "afterMessages": {
        "type": "integer",
        "minimum": 0,
        "maximum": 1000000,
        "description": "So many response messages are sent before; 0: the handler never sees the call."
      }
    },
    "required": [
      "code"
    ]
  },
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
  "AdmissionState": {
    "description": "How much a server takes.",
    "type": "object",
    "properties": {
      "address": {
        "type": "string",
        "description": "Where it listens."
      },
      "limit": {
        "type": "number",
        "description": "Calls at a time, as it stands."
      },
      "callsInFlight": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Being served."
      },
      "openStreams": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Streams being served."
      },
      "refused": {
        "type": "array",
        "items": {
          "description": "Calls that were not served.",
          "type": "object",
          "properties": {
            "reason": {
              "type": "string",
              "description": "Such as `OVERLOADED`."
            },
            "calls": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "So many."
            }
          }
        },
        "description": "Since the start, by reason."
      }
    }
  },
  "BreakerState": {
    "description": "The breaker of one method of a dependency.",
    "type": "object",
    "properties": {
      "target": {
        "type": "string",
        "description": "The gRPC target of the dependency."
      },
      "method": {
        "type": "string",
        "description": "`/package.Service/Method`"
      },
      "phase": {
        "type": "string",
        "enum": [
          "CLOSED",
          "OPEN",
          "HALF_OPEN",
          "ISOLATED"
        ],
        "description": "Whether it lets calls through."
      },
      "calls": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "That have ended in its window."
      },
      "failures": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Of those, failed."
      },
      "slowCalls": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Of those, slow."
      },
      "opensForMs": {
        "type": "number",
        "description": "Milliseconds until it lets probes through; 0 where it is not open."
      }
    }
  },
  "BulkheadState": {
    "description": "How many calls to a dependency are under way.",
    "type": "object",
    "properties": {
      "target": {
        "type": "string",
        "description": "The gRPC target of the dependency."
      },
      "callsInFlight": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Under way."
      },
      "callsWaiting": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Waiting for their turn."
      },
      "maxConcurrent": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "The limit."
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
  "ChannelState": {
    "description": "A channel and the endpoints that its balancer chooses among.",
    "type": "object",
    "properties": {
      "target": {
        "type": "string",
        "description": "The gRPC target."
      },
      "balancer": {
        "type": "string",
        "description": "The balancing policy in force."
      },
      "endpoints": {
        "type": "array",
        "items": {
          "description": "One place that calls can go to.",
          "type": "object",
          "properties": {
            "address": {
              "type": "string",
              "description": "`host:port`"
            },
            "connectivity": {
              "type": "string",
              "enum": [
                "CONNECTING",
                "READY",
                "TRANSIENT_FAILURE"
              ],
              "description": "How its connection stands."
            },
            "zone": {
              "type": "string",
              "description": "Where it runs; empty where discovery does not say."
            },
            "weight": {
              "type": "number",
              "description": "Its share relative to others; 1 where discovery does not say."
            },
            "callsInFlight": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "description": "Under way from this channel."
            },
            "callsEnded": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "That have ended since the endpoint is known."
            },
            "callsFailed": {
              "anyOf": [
                {
                  "type": "integer",
                  "minimum": 0,
                  "maximum": 9007199254740991
                },
                {
                  "type": "string",
                  "pattern": "^-?[0-9]{16,20}$"
                }
              ],
              "description": "Those of them that failed by the host's fault."
            },
            "latencyMs": {
              "type": "number",
              "description": "What the balancer expects, in milliseconds. Absent: it has seen none."
            },
            "leftAloneBecause": {
              "type": "string",
              "description": "Calls are kept from it for this reason: `ejected`, `failing`, `hanging`. Empty: they are not."
            },
            "leftAloneMs": {
              "type": "number",
              "description": "And for so long, in milliseconds."
            }
          }
        },
        "description": "As discovery lists them."
      }
    }
  },
  "ClearFaultsResponse": {
    "description": "They are over.",
    "type": "object",
    "properties": {
      "cleared": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "The names of those that were in force."
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
  "Corrupt": {
    "description": "The bytes of every response message are flipped, so that no codec can read them.",
    "type": "object",
    "properties": {}
  },
  "CpuBurn": {
    "description": "Before it is served, each call takes processor time, in slices that let others through.",
    "type": "object",
    "properties": {
      "cpuMs": {
        "type": "integer",
        "minimum": 1,
        "maximum": 1000,
        "description": "Milliseconds of it."
      }
    },
    "required": [
      "cpuMs"
    ]
  },
  "Delay": {
    "description": "How long something takes. No single delay is longer than 60 000 ms.",
    "type": "object",
    "properties": {
      "fixed": {
        "description": "Always the same.",
        "type": "object",
        "properties": {
          "ms": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "Milliseconds."
          }
        }
      },
      "uniform": {
        "description": "Anything within a range, equally likely.",
        "type": "object",
        "properties": {
          "minMs": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "The least, in milliseconds; not above `max_ms`."
          },
          "maxMs": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "The greatest, in milliseconds."
          }
        }
      },
      "exponential": {
        "description": "Mostly short, rarely long.",
        "type": "object",
        "properties": {
          "meanMs": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "Its mean, in milliseconds."
          }
        }
      },
      "lognormal": {
        "description": "Like most latencies of services: skewed, with a long tail.",
        "type": "object",
        "properties": {
          "medianMs": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "Half of all delays are shorter, in milliseconds."
          },
          "sigma": {
            "type": "number",
            "minimum": 0,
            "maximum": 5,
            "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
          }
        }
      },
      "pareto": {
        "description": "With a tail that is heavier still.",
        "type": "object",
        "properties": {
          "minMs": {
            "type": "number",
            "minimum": 0,
            "maximum": 60000,
            "description": "The least, in milliseconds."
          },
          "shape": {
            "type": "number",
            "minimum": 0.1,
            "maximum": 100,
            "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
          }
        },
        "required": [
          "shape"
        ]
      }
    }
  },
  "Drop": {
    "description": "The whole connection is reset, with every other call on it.",
    "type": "object",
    "properties": {
      "afterMessages": {
        "type": "integer",
        "minimum": 0,
        "maximum": 1000000,
        "description": "So many response messages are sent before; 0: the handler never sees the call."
      }
    }
  },
  "EndpointState": {
    "description": "One place that calls can go to.",
    "type": "object",
    "properties": {
      "address": {
        "type": "string",
        "description": "`host:port`"
      },
      "connectivity": {
        "type": "string",
        "enum": [
          "CONNECTING",
          "READY",
          "TRANSIENT_FAILURE"
        ],
        "description": "How its connection stands."
      },
      "zone": {
        "type": "string",
        "description": "Where it runs; empty where discovery does not say."
      },
      "weight": {
        "type": "number",
        "description": "Its share relative to others; 1 where discovery does not say."
      },
      "callsInFlight": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Under way from this channel."
      },
      "callsEnded": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": 0,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "That have ended since the endpoint is known."
      },
      "callsFailed": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": 0,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "Those of them that failed by the host's fault."
      },
      "latencyMs": {
        "type": "number",
        "description": "What the balancer expects, in milliseconds. Absent: it has seen none."
      },
      "leftAloneBecause": {
        "type": "string",
        "description": "Calls are kept from it for this reason: `ejected`, `failing`, `hanging`. Empty: they are not."
      },
      "leftAloneMs": {
        "type": "number",
        "description": "And for so long, in milliseconds."
      }
    }
  },
  "EventLoopBlock": {
    "description": "Each call blocks the process, timers and other calls included. After a block, the process is left alone for as long as the block took, so that this service can still be reached.",
    "type": "object",
    "properties": {
      "blockMs": {
        "type": "integer",
        "minimum": 1,
        "maximum": 5000,
        "description": "For so many milliseconds."
      }
    },
    "required": [
      "blockMs"
    ]
  },
  "ExponentialDelay": {
    "description": "An exponential delay.",
    "type": "object",
    "properties": {
      "meanMs": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "Its mean, in milliseconds."
      }
    }
  },
  "Fault": {
    "description": "One way to misbehave, and the calls that it hits.",
    "type": "object",
    "properties": {
      "name": {
        "type": "string",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
        "description": "What it is called when it is replaced or cleared."
      },
      "methods": {
        "type": "string",
        "minLength": 1,
        "maxLength": 256,
        "pattern": "^(\\*|[A-Za-z_][A-Za-z0-9_.]*/([A-Za-z_][A-Za-z0-9_]*|\\*))$",
        "description": "`package.Service/Method`, `package.Service/*`, or `*`: all but this service and those of package `grpc` (health, reflection, channelz), which a pattern has to name."
      },
      "share": {
        "type": "number",
        "minimum": 0,
        "maximum": 1,
        "description": "The share of these calls that it hits, by chance. Absent: 1."
      },
      "criticality": {
        "type": "string",
        "enum": [
          "CRITICAL",
          "DEFAULT",
          "SHEDDABLE"
        ],
        "description": "Only calls of this criticality. Unspecified: all."
      },
      "ttlMs": {
        "type": "integer",
        "minimum": 1,
        "maximum": 3600000,
        "description": "It ends after so many milliseconds. Absent: 60 000."
      },
      "latency": {
        "description": "It is served later.",
        "type": "object",
        "properties": {
          "delay": {
            "description": "By so much.",
            "type": "object",
            "properties": {
              "fixed": {
                "description": "Always the same.",
                "type": "object",
                "properties": {
                  "ms": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Milliseconds."
                  }
                }
              },
              "uniform": {
                "description": "Anything within a range, equally likely.",
                "type": "object",
                "properties": {
                  "minMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The least, in milliseconds; not above `max_ms`."
                  },
                  "maxMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The greatest, in milliseconds."
                  }
                }
              },
              "exponential": {
                "description": "Mostly short, rarely long.",
                "type": "object",
                "properties": {
                  "meanMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Its mean, in milliseconds."
                  }
                }
              },
              "lognormal": {
                "description": "Like most latencies of services: skewed, with a long tail.",
                "type": "object",
                "properties": {
                  "medianMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Half of all delays are shorter, in milliseconds."
                  },
                  "sigma": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 5,
                    "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                  }
                }
              },
              "pareto": {
                "description": "With a tail that is heavier still.",
                "type": "object",
                "properties": {
                  "minMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The least, in milliseconds."
                  },
                  "shape": {
                    "type": "number",
                    "minimum": 0.1,
                    "maximum": 100,
                    "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                  }
                },
                "required": [
                  "shape"
                ]
              }
            }
          }
        },
        "required": [
          "delay"
        ]
      },
      "abort": {
        "description": "It fails.",
        "type": "object",
        "properties": {
          "code": {
            "type": "integer",
            "minimum": 1,
            "maximum": 16,
            "description": "A gRPC status code but OK."
          },
          "message": {
            "type": "string",
            "maxLength": 256,
            "description": "What the status says. Empty: that the fault was injected."
          },
          "afterMessages": {
            "type": "integer",
            "minimum": 0,
            "maximum": 1000000,
            "description": "So many response messages are sent before; 0: the handler never sees the call."
          }
        },
        "required": [
          "code"
        ]
      },
      "hang": {
        "description": "It is never answered.",
        "type": "object",
        "properties": {}
      },
      "drop": {
        "description": "Its connection is cut.",
        "type": "object",
        "properties": {
          "afterMessages": {
            "type": "integer",
            "minimum": 0,
            "maximum": 1000000,
            "description": "So many response messages are sent before; 0: the handler never sees the call."
          }
        }
      },
      "slowStream": {
        "description": "Its messages take their time.",
        "type": "object",
        "properties": {
          "delay": {
            "description": "By so much each.",
            "type": "object",
            "properties": {
              "fixed": {
                "description": "Always the same.",
                "type": "object",
                "properties": {
                  "ms": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Milliseconds."
                  }
                }
              },
              "uniform": {
                "description": "Anything within a range, equally likely.",
                "type": "object",
                "properties": {
                  "minMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The least, in milliseconds; not above `max_ms`."
                  },
                  "maxMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The greatest, in milliseconds."
                  }
                }
              },
              "exponential": {
                "description": "Mostly short, rarely long.",
                "type": "object",
                "properties": {
                  "meanMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Its mean, in milliseconds."
                  }
                }
              },
              "lognormal": {
                "description": "Like most latencies of services: skewed, with a long tail.",
                "type": "object",
                "properties": {
                  "medianMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "Half of all delays are shorter, in milliseconds."
                  },
                  "sigma": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 5,
                    "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                  }
                }
              },
              "pareto": {
                "description": "With a tail that is heavier still.",
                "type": "object",
                "properties": {
                  "minMs": {
                    "type": "number",
                    "minimum": 0,
                    "maximum": 60000,
                    "description": "The least, in milliseconds."
                  },
                  "shape": {
                    "type": "number",
                    "minimum": 0.1,
                    "maximum": 100,
                    "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                  }
                },
                "required": [
                  "shape"
                ]
              }
            }
          }
        },
        "required": [
          "delay"
        ]
      },
      "corrupt": {
        "description": "Its answer cannot be read.",
        "type": "object",
        "properties": {}
      },
      "cpuBurn": {
        "description": "It costs processor time.",
        "type": "object",
        "properties": {
          "cpuMs": {
            "type": "integer",
            "minimum": 1,
            "maximum": 1000,
            "description": "Milliseconds of it."
          }
        },
        "required": [
          "cpuMs"
        ]
      },
      "memoryGrowth": {
        "description": "It costs memory that is not given back.",
        "type": "object",
        "properties": {
          "kibibytes": {
            "type": "integer",
            "minimum": 1,
            "maximum": 16384,
            "description": "About so many KiB a call."
          },
          "maxMebibytes": {
            "type": "integer",
            "minimum": 1,
            "maximum": 256,
            "description": "Up to so many MiB. All such faults together: at most 512."
          }
        },
        "required": [
          "kibibytes",
          "maxMebibytes"
        ]
      },
      "eventLoopBlock": {
        "description": "It blocks the event loop.",
        "type": "object",
        "properties": {
          "blockMs": {
            "type": "integer",
            "minimum": 1,
            "maximum": 5000,
            "description": "For so many milliseconds."
          }
        },
        "required": [
          "blockMs"
        ]
      },
      "notServing": {
        "description": "Health says NOT_SERVING. Not about calls: `share` and `criticality` stay unset, and `methods` names whole services.",
        "type": "object",
        "properties": {}
      }
    },
    "required": [
      "name",
      "methods",
      "ttlMs"
    ]
  },
  "FaultState": {
    "description": "A fault that is in force.",
    "type": "object",
    "properties": {
      "fault": {
        "description": "As it was set, with what was absent filled in.",
        "type": "object",
        "properties": {
          "name": {
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
            "description": "What it is called when it is replaced or cleared."
          },
          "methods": {
            "type": "string",
            "minLength": 1,
            "maxLength": 256,
            "pattern": "^(\\*|[A-Za-z_][A-Za-z0-9_.]*/([A-Za-z_][A-Za-z0-9_]*|\\*))$",
            "description": "`package.Service/Method`, `package.Service/*`, or `*`: all but this service and those of package `grpc` (health, reflection, channelz), which a pattern has to name."
          },
          "share": {
            "type": "number",
            "minimum": 0,
            "maximum": 1,
            "description": "The share of these calls that it hits, by chance. Absent: 1."
          },
          "criticality": {
            "type": "string",
            "enum": [
              "CRITICAL",
              "DEFAULT",
              "SHEDDABLE"
            ],
            "description": "Only calls of this criticality. Unspecified: all."
          },
          "ttlMs": {
            "type": "integer",
            "minimum": 1,
            "maximum": 3600000,
            "description": "It ends after so many milliseconds. Absent: 60 000."
          },
          "latency": {
            "description": "It is served later.",
            "type": "object",
            "properties": {
              "delay": {
                "description": "By so much.",
                "type": "object",
                "properties": {
                  "fixed": {
                    "description": "Always the same.",
                    "type": "object",
                    "properties": {
                      "ms": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "Milliseconds."
                      }
                    }
                  },
                  "uniform": {
                    "description": "Anything within a range, equally likely.",
                    "type": "object",
                    "properties": {
                      "minMs": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "The least, in milliseconds; not above `max_ms`."
                      },
                      "maxMs": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "The greatest, in milliseconds."
                      }
                    }
                  },
                  "exponential": {
                    "description": "Mostly short, rarely long.",
                    "type": "object",
                    "properties": {
                      "meanMs": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "Its mean, in milliseconds."
                      }
                    }
                  },
                  "lognormal": {
                    "description": "Like most latencies of services: skewed, with a long tail.",
                    "type": "object",
                    "properties": {
                      "medianMs": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "Half of all delays are shorter, in milliseconds."
                      },
                      "sigma": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 5,
                        "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                      }
                    }
                  },
                  "pareto": {
                    "description": "With a tail that is heavier still.",
                    "type": "object",
                    "properties": {
                      "minMs": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "The least, in milliseconds."
                      },
                      "shape": {
                        "type": "number",
                        "minimum": 0.1,
                        "maximum": 100,
                        "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                      }
                    },
                    "required": [
                      "shape"
                    ]
                  }
                }
              }
            },
            "required": [
              "delay"
            ]
          },
          "abort": {
            "description": "It fails.",
            "type": "object",
            "properties": {
              "code": {
                "type": "integer",
                "minimum": 1,
                "maximum": 16,
                "description": "A gRPC status code but OK."
              },
              "message": {
                "type": "string",
                "maxLength": 256,
                "description": "What the status says. Empty: that the fault was injected."
              },
              "afterMessages": {
                "type": "integer",
                "minimum": 0,
                "maximum": 1000000,
                "description": "So many response messages are sent before; 0: the handler never sees the call."
              }
            },
            "required": [
              "code"
            ]
          },
          "hang": {
            "description": "It is never answered.",
            "type": "object",
            "properties": {}
          },
          "drop": {
            "description": "Its connection is cut.",
            "type": "object",
            "properties": {
              "afterMessages": {
                "type": "integer",
                "minimum": 0,
                "maximum": 1000000,
                "description": "So many response messages are sent before; 0: the handler never sees the call."
              }
            }
          },
          "slowStream": {
            "description": "Its messages take their time.",
            "type": "object",
            "properties": {
              "delay": {
                "description": "By so much each.",
                "type": "object",
                "properties": {
                  "fixed": {
                    "description": "Always the same.",
                    "type": "object",
                    "properties": {
                      "ms": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "Milliseconds."
                      }
                    }
                  },
                  "uniform": {
                    "description": "Anything within a range, equally likely.",
                    "type": "object",
                    "properties": {
                      "minMs": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "The least, in milliseconds; not above `max_ms`."
                      },
                      "maxMs": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "The greatest, in milliseconds."
                      }
                    }
                  },
                  "exponential": {
                    "description": "Mostly short, rarely long.",
                    "type": "object",
                    "properties": {
                      "meanMs": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "Its mean, in milliseconds."
                      }
                    }
                  },
                  "lognormal": {
                    "description": "Like most latencies of services: skewed, with a long tail.",
                    "type": "object",
                    "properties": {
                      "medianMs": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "Half of all delays are shorter, in milliseconds."
                      },
                      "sigma": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 5,
                        "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                      }
                    }
                  },
                  "pareto": {
                    "description": "With a tail that is heavier still.",
                    "type": "object",
                    "properties": {
                      "minMs": {
                        "type": "number",
                        "minimum": 0,
                        "maximum": 60000,
                        "description": "The least, in milliseconds."
                      },
                      "shape": {
                        "type": "number",
                        "minimum": 0.1,
                        "maximum": 100,
                        "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                      }
                    },
                    "required": [
                      "shape"
                    ]
                  }
                }
              }
            },
            "required": [
              "delay"
            ]
          },
          "corrupt": {
            "description": "Its answer cannot be read.",
            "type": "object",
            "properties": {}
          },
          "cpuBurn": {
            "description": "It costs processor time.",
            "type": "object",
            "properties": {
              "cpuMs": {
                "type": "integer",
                "minimum": 1,
                "maximum": 1000,
                "description": "Milliseconds of it."
              }
            },
            "required": [
              "cpuMs"
            ]
          },
          "memoryGrowth": {
            "description": "It costs memory that is not given back.",
            "type": "object",
            "properties": {
              "kibibytes": {
                "type": "integer",
                "minimum": 1,
                "maximum": 16384,
                "description": "About so many KiB a call."
              },
              "maxMebibytes": {
                "type": "integer",
                "minimum": 1,
                "maximum": 256,
                "description": "Up to so many MiB. All such faults together: at most 512."
              }
            },
            "required": [
              "kibibytes",
              "maxMebibytes"
            ]
          },
          "eventLoopBlock": {
            "description": "It blocks the event loop.",
            "type": "object",
            "properties": {
              "blockMs": {
                "type": "integer",
                "minimum": 1,
                "maximum": 5000,
                "description": "For so many milliseconds."
              }
            },
            "required": [
              "blockMs"
            ]
          },
          "notServing": {
            "description": "Health says NOT_SERVING. Not about calls: `share` and `criticality` stay unset, and `methods` names whole services.",
            "type": "object",
            "properties": {}
          }
        },
        "required": [
          "name",
          "methods",
          "ttlMs"
        ]
      },
      "hits": {
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
        "description": "The calls that it has hit."
      },
      "remainingMs": {
        "type": "integer",
        "minimum": -2147483648,
        "maximum": 2147483647,
        "description": "It ends by itself in so many milliseconds."
      }
    }
  },
  "FixedDelay": {
    "description": "Always the same delay.",
    "type": "object",
    "properties": {
      "ms": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "Milliseconds."
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
  "Hang": {
    "description": "Calls wait until their caller leaves, or until the fault ends: then they are served.",
    "type": "object",
    "properties": {}
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
  "IsolateBreakerResponse": {
    "description": "What was done.",
    "type": "object",
    "properties": {
      "breakers": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "So many channels of the process have a breaker for it."
      }
    }
  },
  "Latency": {
    "description": "Calls reach their handler later.",
    "type": "object",
    "properties": {
      "delay": {
        "description": "By so much.",
        "type": "object",
        "properties": {
          "fixed": {
            "description": "Always the same.",
            "type": "object",
            "properties": {
              "ms": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Milliseconds."
              }
            }
          },
          "uniform": {
            "description": "Anything within a range, equally likely.",
            "type": "object",
            "properties": {
              "minMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The least, in milliseconds; not above `max_ms`."
              },
              "maxMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The greatest, in milliseconds."
              }
            }
          },
          "exponential": {
            "description": "Mostly short, rarely long.",
            "type": "object",
            "properties": {
              "meanMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Its mean, in milliseconds."
              }
            }
          },
          "lognormal": {
            "description": "Like most latencies of services: skewed, with a long tail.",
            "type": "object",
            "properties": {
              "medianMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Half of all delays are shorter, in milliseconds."
              },
              "sigma": {
                "type": "number",
                "minimum": 0,
                "maximum": 5,
                "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
              }
            }
          },
          "pareto": {
            "description": "With a tail that is heavier still.",
            "type": "object",
            "properties": {
              "minMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The least, in milliseconds."
              },
              "shape": {
                "type": "number",
                "minimum": 0.1,
                "maximum": 100,
                "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
              }
            },
            "required": [
              "shape"
            ]
          }
        }
      }
    },
    "required": [
      "delay"
    ]
  },
  "ListFaultsResponse": {
    "description": "What is in force.",
    "type": "object",
    "properties": {
      "faults": {
        "type": "array",
        "items": {
          "description": "A fault that is in force.",
          "type": "object",
          "properties": {
            "fault": {
              "description": "As it was set, with what was absent filled in.",
              "type": "object",
              "properties": {
                "name": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 64,
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
                  "description": "What it is called when it is replaced or cleared."
                },
                "methods": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 256,
                  "pattern": "^(\\*|[A-Za-z_][A-Za-z0-9_.]*/([A-Za-z_][A-Za-z0-9_]*|\\*))$",
                  "description": "`package.Service/Method`, `package.Service/*`, or `*`: all but this service and those of package `grpc` (health, reflection, channelz), which a pattern has to name."
                },
                "share": {
                  "type": "number",
                  "minimum": 0,
                  "maximum": 1,
                  "description": "The share of these calls that it hits, by chance. Absent: 1."
                },
                "criticality": {
                  "type": "string",
                  "enum": [
                    "CRITICAL",
                    "DEFAULT",
                    "SHEDDABLE"
                  ],
                  "description": "Only calls of this criticality. Unspecified: all."
                },
                "ttlMs": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 3600000,
                  "description": "It ends after so many milliseconds. Absent: 60 000."
                },
                "latency": {
                  "description": "It is served later.",
                  "type": "object",
                  "properties": {
                    "delay": {
                      "description": "By so much.",
                      "type": "object",
                      "properties": {
                        "fixed": {
                          "description": "Always the same.",
                          "type": "object",
                          "properties": {
                            "ms": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Milliseconds."
                            }
                          }
                        },
                        "uniform": {
                          "description": "Anything within a range, equally likely.",
                          "type": "object",
                          "properties": {
                            "minMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The least, in milliseconds; not above `max_ms`."
                            },
                            "maxMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The greatest, in milliseconds."
                            }
                          }
                        },
                        "exponential": {
                          "description": "Mostly short, rarely long.",
                          "type": "object",
                          "properties": {
                            "meanMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Its mean, in milliseconds."
                            }
                          }
                        },
                        "lognormal": {
                          "description": "Like most latencies of services: skewed, with a long tail.",
                          "type": "object",
                          "properties": {
                            "medianMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Half of all delays are shorter, in milliseconds."
                            },
                            "sigma": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 5,
                              "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                            }
                          }
                        },
                        "pareto": {
                          "description": "With a tail that is heavier still.",
                          "type": "object",
                          "properties": {
                            "minMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The least, in milliseconds."
                            },
                            "shape": {
                              "type": "number",
                              "minimum": 0.1,
                              "maximum": 100,
                              "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                            }
                          },
                          "required": [
                            "shape"
                          ]
                        }
                      }
                    }
                  },
                  "required": [
                    "delay"
                  ]
                },
                "abort": {
                  "description": "It fails.",
                  "type": "object",
                  "properties": {
                    "code": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 16,
                      "description": "A gRPC status code but OK."
                    },
                    "message": {
                      "type": "string",
                      "maxLength": 256,
                      "description": "What the status says. Empty: that the fault was injected."
                    },
                    "afterMessages": {
                      "type": "integer",
                      "minimum": 0,
                      "maximum": 1000000,
                      "description": "So many response messages are sent before; 0: the handler never sees the call."
                    }
                  },
                  "required": [
                    "code"
                  ]
                },
                "hang": {
                  "description": "It is never answered.",
                  "type": "object",
                  "properties": {}
                },
                "drop": {
                  "description": "Its connection is cut.",
                  "type": "object",
                  "properties": {
                    "afterMessages": {
                      "type": "integer",
                      "minimum": 0,
                      "maximum": 1000000,
                      "description": "So many response messages are sent before; 0: the handler never sees the call."
                    }
                  }
                },
                "slowStream": {
                  "description": "Its messages take their time.",
                  "type": "object",
                  "properties": {
                    "delay": {
                      "description": "By so much each.",
                      "type": "object",
                      "properties": {
                        "fixed": {
                          "description": "Always the same.",
                          "type": "object",
                          "properties": {
                            "ms": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Milliseconds."
                            }
                          }
                        },
                        "uniform": {
                          "description": "Anything within a range, equally likely.",
                          "type": "object",
                          "properties": {
                            "minMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The least, in milliseconds; not above `max_ms`."
                            },
                            "maxMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The greatest, in milliseconds."
                            }
                          }
                        },
                        "exponential": {
                          "description": "Mostly short, rarely long.",
                          "type": "object",
                          "properties": {
                            "meanMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Its mean, in milliseconds."
                            }
                          }
                        },
                        "lognormal": {
                          "description": "Like most latencies of services: skewed, with a long tail.",
                          "type": "object",
                          "properties": {
                            "medianMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Half of all delays are shorter, in milliseconds."
                            },
                            "sigma": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 5,
                              "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                            }
                          }
                        },
                        "pareto": {
                          "description": "With a tail that is heavier still.",
                          "type": "object",
                          "properties": {
                            "minMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The least, in milliseconds."
                            },
                            "shape": {
                              "type": "number",
                              "minimum": 0.1,
                              "maximum": 100,
                              "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                            }
                          },
                          "required": [
                            "shape"
                          ]
                        }
                      }
                    }
                  },
                  "required": [
                    "delay"
                  ]
                },
                "corrupt": {
                  "description": "Its answer cannot be read.",
                  "type": "object",
                  "properties": {}
                },
                "cpuBurn": {
                  "description": "It costs processor time.",
                  "type": "object",
                  "properties": {
                    "cpuMs": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 1000,
                      "description": "Milliseconds of it."
                    }
                  },
                  "required": [
                    "cpuMs"
                  ]
                },
                "memoryGrowth": {
                  "description": "It costs memory that is not given back.",
                  "type": "object",
                  "properties": {
                    "kibibytes": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 16384,
                      "description": "About so many KiB a call."
                    },
                    "maxMebibytes": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 256,
                      "description": "Up to so many MiB. All such faults together: at most 512."
                    }
                  },
                  "required": [
                    "kibibytes",
                    "maxMebibytes"
                  ]
                },
                "eventLoopBlock": {
                  "description": "It blocks the event loop.",
                  "type": "object",
                  "properties": {
                    "blockMs": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 5000,
                      "description": "For so many milliseconds."
                    }
                  },
                  "required": [
                    "blockMs"
                  ]
                },
                "notServing": {
                  "description": "Health says NOT_SERVING. Not about calls: `share` and `criticality` stay unset, and `methods` names whole services.",
                  "type": "object",
                  "properties": {}
                }
              },
              "required": [
                "name",
                "methods",
                "ttlMs"
              ]
            },
            "hits": {
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
              "description": "The calls that it has hit."
            },
            "remainingMs": {
              "type": "integer",
              "minimum": -2147483648,
              "maximum": 2147483647,
              "description": "It ends by itself in so many milliseconds."
            }
          }
        },
        "description": "In the order of their names."
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
  "LognormalDelay": {
    "description": "A log-normal delay.",
    "type": "object",
    "properties": {
      "medianMs": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "Half of all delays are shorter, in milliseconds."
      },
      "sigma": {
        "type": "number",
        "minimum": 0,
        "maximum": 5,
        "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
      }
    }
  },
  "MemoryGrowth": {
    "description": "Each call leaves memory behind, in small objects that the garbage collector has to visit.",
    "type": "object",
    "properties": {
      "kibibytes": {
        "type": "integer",
        "minimum": 1,
        "maximum": 16384,
        "description": "About so many KiB a call."
      },
      "maxMebibytes": {
        "type": "integer",
        "minimum": 1,
        "maximum": 256,
        "description": "Up to so many MiB. All such faults together: at most 512."
      }
    },
    "required": [
      "kibibytes",
      "maxMebibytes"
    ]
  },
  "MeshState": {
    "description": "What stands between the process and those it calls, and it.",
    "type": "object",
    "properties": {
      "mode": {
        "type": "string",
        "description": "`none`, `sidecar`, `ambient` or `proxyless`."
      },
      "why": {
        "type": "string",
        "description": "How that is known: the evidence, in words."
      },
      "refused": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "For each target whose control plane says what this process cannot go by: the target, and the reason. What it said before is in force there, or nothing."
      }
    }
  },
  "NotServing": {
    "description": "`grpc.health.v1` says NOT_SERVING of the services, whatever they say themselves.",
    "type": "object",
    "properties": {}
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
  "ParetoDelay": {
    "description": "A Pareto delay.",
    "type": "object",
    "properties": {
      "minMs": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "The least, in milliseconds."
      },
      "shape": {
        "type": "number",
        "minimum": 0.1,
        "maximum": 100,
        "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
      }
    },
    "required": [
      "shape"
    ]
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
  "RefusedCalls": {
    "description": "Calls that were not served.",
    "type": "object",
    "properties": {
      "reason": {
        "type": "string",
        "description": "Such as `OVERLOADED`."
      },
      "calls": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": 0,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "So many."
      }
    }
  },
  "ReleaseBreakerResponse": {
    "description": "What was done.",
    "type": "object",
    "properties": {
      "breakers": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "So many channels of the process have a breaker for it."
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
  "RetryBudgetState": {
    "description": "What of a dependency's calls may be repeats.",
    "type": "object",
    "properties": {
      "target": {
        "type": "string",
        "description": "The gRPC target of the dependency."
      },
      "service": {
        "type": "string",
        "description": "`package.Service`"
      },
      "calls": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Begun in the window."
      },
      "retries": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "Repeats and hedges in the window."
      },
      "retriesLeft": {
        "type": "number",
        "description": "Left."
      }
    }
  },
  "SetFaultsResponse": {
    "description": "They are in force.",
    "type": "object",
    "properties": {
      "faults": {
        "type": "array",
        "items": {
          "description": "A fault that is in force.",
          "type": "object",
          "properties": {
            "fault": {
              "description": "As it was set, with what was absent filled in.",
              "type": "object",
              "properties": {
                "name": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 64,
                  "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
                  "description": "What it is called when it is replaced or cleared."
                },
                "methods": {
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 256,
                  "pattern": "^(\\*|[A-Za-z_][A-Za-z0-9_.]*/([A-Za-z_][A-Za-z0-9_]*|\\*))$",
                  "description": "`package.Service/Method`, `package.Service/*`, or `*`: all but this service and those of package `grpc` (health, reflection, channelz), which a pattern has to name."
                },
                "share": {
                  "type": "number",
                  "minimum": 0,
                  "maximum": 1,
                  "description": "The share of these calls that it hits, by chance. Absent: 1."
                },
                "criticality": {
                  "type": "string",
                  "enum": [
                    "CRITICAL",
                    "DEFAULT",
                    "SHEDDABLE"
                  ],
                  "description": "Only calls of this criticality. Unspecified: all."
                },
                "ttlMs": {
                  "type": "integer",
                  "minimum": 1,
                  "maximum": 3600000,
                  "description": "It ends after so many milliseconds. Absent: 60 000."
                },
                "latency": {
                  "description": "It is served later.",
                  "type": "object",
                  "properties": {
                    "delay": {
                      "description": "By so much.",
                      "type": "object",
                      "properties": {
                        "fixed": {
                          "description": "Always the same.",
                          "type": "object",
                          "properties": {
                            "ms": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Milliseconds."
                            }
                          }
                        },
                        "uniform": {
                          "description": "Anything within a range, equally likely.",
                          "type": "object",
                          "properties": {
                            "minMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The least, in milliseconds; not above `max_ms`."
                            },
                            "maxMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The greatest, in milliseconds."
                            }
                          }
                        },
                        "exponential": {
                          "description": "Mostly short, rarely long.",
                          "type": "object",
                          "properties": {
                            "meanMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Its mean, in milliseconds."
                            }
                          }
                        },
                        "lognormal": {
                          "description": "Like most latencies of services: skewed, with a long tail.",
                          "type": "object",
                          "properties": {
                            "medianMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Half of all delays are shorter, in milliseconds."
                            },
                            "sigma": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 5,
                              "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                            }
                          }
                        },
                        "pareto": {
                          "description": "With a tail that is heavier still.",
                          "type": "object",
                          "properties": {
                            "minMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The least, in milliseconds."
                            },
                            "shape": {
                              "type": "number",
                              "minimum": 0.1,
                              "maximum": 100,
                              "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                            }
                          },
                          "required": [
                            "shape"
                          ]
                        }
                      }
                    }
                  },
                  "required": [
                    "delay"
                  ]
                },
                "abort": {
                  "description": "It fails.",
                  "type": "object",
                  "properties": {
                    "code": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 16,
                      "description": "A gRPC status code but OK."
                    },
                    "message": {
                      "type": "string",
                      "maxLength": 256,
                      "description": "What the status says. Empty: that the fault was injected."
                    },
                    "afterMessages": {
                      "type": "integer",
                      "minimum": 0,
                      "maximum": 1000000,
                      "description": "So many response messages are sent before; 0: the handler never sees the call."
                    }
                  },
                  "required": [
                    "code"
                  ]
                },
                "hang": {
                  "description": "It is never answered.",
                  "type": "object",
                  "properties": {}
                },
                "drop": {
                  "description": "Its connection is cut.",
                  "type": "object",
                  "properties": {
                    "afterMessages": {
                      "type": "integer",
                      "minimum": 0,
                      "maximum": 1000000,
                      "description": "So many response messages are sent before; 0: the handler never sees the call."
                    }
                  }
                },
                "slowStream": {
                  "description": "Its messages take their time.",
                  "type": "object",
                  "properties": {
                    "delay": {
                      "description": "By so much each.",
                      "type": "object",
                      "properties": {
                        "fixed": {
                          "description": "Always the same.",
                          "type": "object",
                          "properties": {
                            "ms": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Milliseconds."
                            }
                          }
                        },
                        "uniform": {
                          "description": "Anything within a range, equally likely.",
                          "type": "object",
                          "properties": {
                            "minMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The least, in milliseconds; not above `max_ms`."
                            },
                            "maxMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The greatest, in milliseconds."
                            }
                          }
                        },
                        "exponential": {
                          "description": "Mostly short, rarely long.",
                          "type": "object",
                          "properties": {
                            "meanMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Its mean, in milliseconds."
                            }
                          }
                        },
                        "lognormal": {
                          "description": "Like most latencies of services: skewed, with a long tail.",
                          "type": "object",
                          "properties": {
                            "medianMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "Half of all delays are shorter, in milliseconds."
                            },
                            "sigma": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 5,
                              "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
                            }
                          }
                        },
                        "pareto": {
                          "description": "With a tail that is heavier still.",
                          "type": "object",
                          "properties": {
                            "minMs": {
                              "type": "number",
                              "minimum": 0,
                              "maximum": 60000,
                              "description": "The least, in milliseconds."
                            },
                            "shape": {
                              "type": "number",
                              "minimum": 0.1,
                              "maximum": 100,
                              "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
                            }
                          },
                          "required": [
                            "shape"
                          ]
                        }
                      }
                    }
                  },
                  "required": [
                    "delay"
                  ]
                },
                "corrupt": {
                  "description": "Its answer cannot be read.",
                  "type": "object",
                  "properties": {}
                },
                "cpuBurn": {
                  "description": "It costs processor time.",
                  "type": "object",
                  "properties": {
                    "cpuMs": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 1000,
                      "description": "Milliseconds of it."
                    }
                  },
                  "required": [
                    "cpuMs"
                  ]
                },
                "memoryGrowth": {
                  "description": "It costs memory that is not given back.",
                  "type": "object",
                  "properties": {
                    "kibibytes": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 16384,
                      "description": "About so many KiB a call."
                    },
                    "maxMebibytes": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 256,
                      "description": "Up to so many MiB. All such faults together: at most 512."
                    }
                  },
                  "required": [
                    "kibibytes",
                    "maxMebibytes"
                  ]
                },
                "eventLoopBlock": {
                  "description": "It blocks the event loop.",
                  "type": "object",
                  "properties": {
                    "blockMs": {
                      "type": "integer",
                      "minimum": 1,
                      "maximum": 5000,
                      "description": "For so many milliseconds."
                    }
                  },
                  "required": [
                    "blockMs"
                  ]
                },
                "notServing": {
                  "description": "Health says NOT_SERVING. Not about calls: `share` and `criticality` stay unset, and `methods` names whole services.",
                  "type": "object",
                  "properties": {}
                }
              },
              "required": [
                "name",
                "methods",
                "ttlMs"
              ]
            },
            "hits": {
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
              "description": "The calls that it has hit."
            },
            "remainingMs": {
              "type": "integer",
              "minimum": -2147483648,
              "maximum": 2147483647,
              "description": "It ends by itself in so many milliseconds."
            }
          }
        },
        "description": "All that are in force now, those of earlier requests included."
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
  "SlowStream": {
    "description": "Every message of the call, in both directions, is passed on later.",
    "type": "object",
    "properties": {
      "delay": {
        "description": "By so much each.",
        "type": "object",
        "properties": {
          "fixed": {
            "description": "Always the same.",
            "type": "object",
            "properties": {
              "ms": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Milliseconds."
              }
            }
          },
          "uniform": {
            "description": "Anything within a range, equally likely.",
            "type": "object",
            "properties": {
              "minMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The least, in milliseconds; not above `max_ms`."
              },
              "maxMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The greatest, in milliseconds."
              }
            }
          },
          "exponential": {
            "description": "Mostly short, rarely long.",
            "type": "object",
            "properties": {
              "meanMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Its mean, in milliseconds."
              }
            }
          },
          "lognormal": {
            "description": "Like most latencies of services: skewed, with a long tail.",
            "type": "object",
            "properties": {
              "medianMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "Half of all delays are shorter, in milliseconds."
              },
              "sigma": {
                "type": "number",
                "minimum": 0,
                "maximum": 5,
                "description": "Standard deviation of the logarithm: 0.5 puts the p99 at 3.2 times the median, 1 at 10."
              }
            }
          },
          "pareto": {
            "description": "With a tail that is heavier still.",
            "type": "object",
            "properties": {
              "minMs": {
                "type": "number",
                "minimum": 0,
                "maximum": 60000,
                "description": "The least, in milliseconds."
              },
              "shape": {
                "type": "number",
                "minimum": 0.1,
                "maximum": 100,
                "description": "The smaller, the heavier the tail; the mean is infinite at 1 and below."
              }
            },
            "required": [
              "shape"
            ]
          }
        }
      }
    },
    "required": [
      "delay"
    ]
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
  "UniformDelay": {
    "description": "A delay within a range.",
    "type": "object",
    "properties": {
      "minMs": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "The least, in milliseconds; not above `max_ms`."
      },
      "maxMs": {
        "type": "number",
        "minimum": 0,
        "maximum": 60000,
        "description": "The greatest, in milliseconds."
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
  "WatchStateResponse": {
    "description": "All of it, at one moment.",
    "type": "object",
    "properties": {
      "pid": {
        "type": "integer",
        "minimum": 0,
        "maximum": 4294967295,
        "description": "The operating system's number of the process."
      },
      "uptimeMs": {
        "anyOf": [
          {
            "type": "integer",
            "minimum": 0,
            "maximum": 9007199254740991
          },
          {
            "type": "string",
            "pattern": "^-?[0-9]{16,20}$"
          }
        ],
        "description": "Milliseconds since the process began."
      },
      "channels": {
        "type": "array",
        "items": {
          "description": "A channel and the endpoints that its balancer chooses among.",
          "type": "object",
          "properties": {
            "target": {
              "type": "string",
              "description": "The gRPC target."
            },
            "balancer": {
              "type": "string",
              "description": "The balancing policy in force."
            },
            "endpoints": {
              "type": "array",
              "items": {
                "description": "One place that calls can go to.",
                "type": "object",
                "properties": {
                  "address": {
                    "type": "string",
                    "description": "`host:port`"
                  },
                  "connectivity": {
                    "type": "string",
                    "enum": [
                      "CONNECTING",
                      "READY",
                      "TRANSIENT_FAILURE"
                    ],
                    "description": "How its connection stands."
                  },
                  "zone": {
                    "type": "string",
                    "description": "Where it runs; empty where discovery does not say."
                  },
                  "weight": {
                    "type": "number",
                    "description": "Its share relative to others; 1 where discovery does not say."
                  },
                  "callsInFlight": {
                    "type": "integer",
                    "minimum": 0,
                    "maximum": 4294967295,
                    "description": "Under way from this channel."
                  },
                  "callsEnded": {
                    "anyOf": [
                      {
                        "type": "integer",
                        "minimum": 0,
                        "maximum": 9007199254740991
                      },
                      {
                        "type": "string",
                        "pattern": "^-?[0-9]{16,20}$"
                      }
                    ],
                    "description": "That have ended since the endpoint is known."
                  },
                  "callsFailed": {
                    "anyOf": [
                      {
                        "type": "integer",
                        "minimum": 0,
                        "maximum": 9007199254740991
                      },
                      {
                        "type": "string",
                        "pattern": "^-?[0-9]{16,20}$"
                      }
                    ],
                    "description": "Those of them that failed by the host's fault."
                  },
                  "latencyMs": {
                    "type": "number",
                    "description": "What the balancer expects, in milliseconds. Absent: it has seen none."
                  },
                  "leftAloneBecause": {
                    "type": "string",
                    "description": "Calls are kept from it for this reason: `ejected`, `failing`, `hanging`. Empty: they are not."
                  },
                  "leftAloneMs": {
                    "type": "number",
                    "description": "And for so long, in milliseconds."
                  }
                }
              },
              "description": "As discovery lists them."
            }
          }
        },
        "description": "Channels to dependencies, as far as a balancing policy of ours is in force."
      },
      "breakers": {
        "type": "array",
        "items": {
          "description": "The breaker of one method of a dependency.",
          "type": "object",
          "properties": {
            "target": {
              "type": "string",
              "description": "The gRPC target of the dependency."
            },
            "method": {
              "type": "string",
              "description": "`/package.Service/Method`"
            },
            "phase": {
              "type": "string",
              "enum": [
                "CLOSED",
                "OPEN",
                "HALF_OPEN",
                "ISOLATED"
              ],
              "description": "Whether it lets calls through."
            },
            "calls": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "description": "That have ended in its window."
            },
            "failures": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "description": "Of those, failed."
            },
            "slowCalls": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "description": "Of those, slow."
            },
            "opensForMs": {
              "type": "number",
              "description": "Milliseconds until it lets probes through; 0 where it is not open."
            }
          }
        },
        "description": "Breakers of the methods of its dependencies."
      },
      "bulkheads": {
        "type": "array",
        "items": {
          "description": "How many calls to a dependency are under way.",
          "type": "object",
          "properties": {
            "target": {
              "type": "string",
              "description": "The gRPC target of the dependency."
            },
            "callsInFlight": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "description": "Under way."
            },
            "callsWaiting": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "description": "Waiting for their turn."
            },
            "maxConcurrent": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "description": "The limit."
            }
          }
        },
        "description": "One for each dependency."
      },
      "retryBudgets": {
        "type": "array",
        "items": {
          "description": "What of a dependency's calls may be repeats.",
          "type": "object",
          "properties": {
            "target": {
              "type": "string",
              "description": "The gRPC target of the dependency."
            },
            "service": {
              "type": "string",
              "description": "`package.Service`"
            },
            "calls": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "description": "Begun in the window."
            },
            "retries": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "description": "Repeats and hedges in the window."
            },
            "retriesLeft": {
              "type": "number",
              "description": "Left."
            }
          }
        },
        "description": "One for each service of a dependency."
      },
      "admissions": {
        "type": "array",
        "items": {
          "description": "How much a server takes.",
          "type": "object",
          "properties": {
            "address": {
              "type": "string",
              "description": "Where it listens."
            },
            "limit": {
              "type": "number",
              "description": "Calls at a time, as it stands."
            },
            "callsInFlight": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "description": "Being served."
            },
            "openStreams": {
              "type": "integer",
              "minimum": 0,
              "maximum": 4294967295,
              "description": "Streams being served."
            },
            "refused": {
              "type": "array",
              "items": {
                "description": "Calls that were not served.",
                "type": "object",
                "properties": {
                  "reason": {
                    "type": "string",
                    "description": "Such as `OVERLOADED`."
                  },
                  "calls": {
                    "anyOf": [
                      {
                        "type": "integer",
                        "minimum": 0,
                        "maximum": 9007199254740991
                      },
                      {
                        "type": "string",
                        "pattern": "^-?[0-9]{16,20}$"
                      }
                    ],
                    "description": "So many."
                  }
                }
              },
              "description": "Since the start, by reason."
            }
          }
        },
        "description": "One for each address that is served."
      },
      "instance": {
        "type": "string",
        "description": "What the process calls itself: the `service.instance.id` of its telemetry, such as the name of its pod. Empty: it has no name."
      },
      "mesh": {
        "description": "The mesh that the process is in. Absent: it does not say.",
        "type": "object",
        "properties": {
          "mode": {
            "type": "string",
            "description": "`none`, `sidecar`, `ambient` or `proxyless`."
          },
          "why": {
            "type": "string",
            "description": "How that is known: the evidence, in words."
          },
          "refused": {
            "type": "array",
            "items": {
              "type": "string"
            },
            "description": "For each target whose control plane says what this process cannot go by: the target, and the reason. What it said before is in force there, or nothing."
          }
        }
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
