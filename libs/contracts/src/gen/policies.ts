// Written by `npm run generate` from protos/. Do not edit.
import type { PublishedPolicy } from '../published-policy.ts';

/** What the owner of admin asks of its callers: protos/ballast/admin/v1/admin.policy.json. */
export const adminPolicy: PublishedPolicy = {
  "loadBalancingConfig": [
    {
      "pick_first": {}
    }
  ],
  "methodConfig": [
    {
      "name": [
        {
          "service": "ballast.admin.v1.AdminService",
          "method": "IsolateBreaker"
        },
        {
          "service": "ballast.admin.v1.AdminService",
          "method": "ReleaseBreaker"
        }
      ],
      "timeout": "2s"
    }
  ]
};

/** What the owner of faults asks of its callers: protos/ballast/faults/v1/faults.policy.json. */
export const faultsPolicy: PublishedPolicy = {
  "loadBalancingConfig": [
    {
      "round_robin": {}
    }
  ],
  "methodConfig": [
    {
      "name": [
        {
          "service": "ballast.faults.v1.FaultService",
          "method": "SetFaults"
        },
        {
          "service": "ballast.faults.v1.FaultService",
          "method": "ClearFaults"
        },
        {
          "service": "ballast.faults.v1.FaultService",
          "method": "ListFaults"
        }
      ],
      "timeout": "5s"
    }
  ]
};

/** What the owner of inventory asks of its callers: protos/ballast/inventory/v1/inventory.policy.json. */
export const inventoryPolicy: PublishedPolicy = {
  "loadBalancingConfig": [
    {
      "ballast": {
        "slowStart": {
          "window": "4s"
        }
      }
    },
    {
      "round_robin": {}
    }
  ],
  "methodConfig": [
    {
      "name": [
        {
          "service": "ballast.inventory.v1.InventoryService",
          "method": "GetStock"
        },
        {
          "service": "ballast.inventory.v1.InventoryService",
          "method": "ListStock"
        }
      ],
      "timeout": "2s",
      "retryPolicy": {
        "maxAttempts": 3,
        "initialBackoff": "0.05s",
        "maxBackoff": "0.5s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": [
          "UNAVAILABLE"
        ]
      }
    },
    {
      "name": [
        {
          "service": "ballast.inventory.v1.InventoryService",
          "method": "Reserve"
        },
        {
          "service": "ballast.inventory.v1.InventoryService",
          "method": "Commit"
        },
        {
          "service": "ballast.inventory.v1.InventoryService",
          "method": "Release"
        }
      ],
      "timeout": "1s",
      "retryPolicy": {
        "maxAttempts": 3,
        "initialBackoff": "0.05s",
        "maxBackoff": "0.5s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": [
          "UNAVAILABLE"
        ]
      }
    }
  ],
  "retryThrottling": {
    "maxTokens": 100,
    "tokenRatio": 0.1
  },
  "ballast": {
    "methodConfig": [
      {
        "name": [
          {
            "service": "ballast.inventory.v1.InventoryService",
            "method": "ListStock"
          }
        ],
        "fallback": "stale",
        "hedging": {
          "percentile": 0.95,
          "maxDelay": "0.5s"
        }
      },
      {
        "name": [
          {
            "service": "ballast.inventory.v1.InventoryService",
            "method": "GetStock"
          }
        ],
        "hedging": {
          "percentile": 0.95,
          "maxDelay": "0.5s"
        }
      },
      {
        "name": [
          {
            "service": "ballast.inventory.v1.InventoryService",
            "method": "Reserve"
          },
          {
            "service": "ballast.inventory.v1.InventoryService",
            "method": "Commit"
          },
          {
            "service": "ballast.inventory.v1.InventoryService",
            "method": "Release"
          }
        ],
        "criticality": "critical"
      }
    ]
  }
};

/** What the owner of notifications asks of its callers: protos/ballast/notifications/v1/notifications.policy.json. */
export const notificationsPolicy: PublishedPolicy = {
  "loadBalancingConfig": [
    {
      "ballast": {
        "slowStart": {
          "window": "4s"
        }
      }
    },
    {
      "round_robin": {}
    }
  ],
  "methodConfig": [
    {
      "name": [
        {
          "service": "ballast.notifications.v1.NotificationsService",
          "method": "ListNotifications"
        }
      ],
      "timeout": "2s",
      "retryPolicy": {
        "maxAttempts": 3,
        "initialBackoff": "0.05s",
        "maxBackoff": "0.5s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": [
          "UNAVAILABLE"
        ]
      }
    }
  ],
  "retryThrottling": {
    "maxTokens": 100,
    "tokenRatio": 0.1
  }
};

/** What the owner of orders asks of its callers: protos/ballast/orders/v1/orders.policy.json. */
export const ordersPolicy: PublishedPolicy = {
  "loadBalancingConfig": [
    {
      "ballast": {
        "slowStart": {
          "window": "4s"
        }
      }
    },
    {
      "round_robin": {}
    }
  ],
  "methodConfig": [
    {
      "name": [
        {
          "service": "ballast.orders.v1.OrdersService",
          "method": "PlaceOrder"
        },
        {
          "service": "ballast.orders.v1.OrdersService",
          "method": "CancelOrder"
        }
      ],
      "timeout": "5s",
      "retryPolicy": {
        "maxAttempts": 3,
        "initialBackoff": "0.05s",
        "maxBackoff": "0.5s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": [
          "UNAVAILABLE"
        ]
      }
    },
    {
      "name": [
        {
          "service": "ballast.orders.v1.OrdersService",
          "method": "GetOrder"
        },
        {
          "service": "ballast.orders.v1.OrdersService",
          "method": "ListOrders"
        }
      ],
      "timeout": "2s",
      "retryPolicy": {
        "maxAttempts": 3,
        "initialBackoff": "0.05s",
        "maxBackoff": "0.5s",
        "backoffMultiplier": 2,
        "retryableStatusCodes": [
          "UNAVAILABLE"
        ]
      }
    }
  ],
  "retryThrottling": {
    "maxTokens": 100,
    "tokenRatio": 0.1
  },
  "ballast": {
    "methodConfig": [
      {
        "name": [
          {
            "service": "ballast.orders.v1.OrdersService",
            "method": "PlaceOrder"
          }
        ],
        "criticality": "critical",
        "fallback": "accept"
      },
      {
        "name": [
          {
            "service": "ballast.orders.v1.OrdersService",
            "method": "GetOrder"
          },
          {
            "service": "ballast.orders.v1.OrdersService",
            "method": "ListOrders"
          }
        ],
        "hedging": {
          "percentile": 0.95,
          "maxDelay": "0.5s"
        }
      },
      {
        "name": [
          {
            "service": "ballast.orders.v1.OrdersService",
            "method": "CancelOrder"
          }
        ],
        "criticality": "critical"
      }
    ]
  }
};
