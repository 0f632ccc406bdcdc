// Attribute names of spans: those of semantic-conventions 1.45 where there is one (RPC: release
// candidate), else gRFC A72's, else ours under `ballast.`. As text: a mechanism depends on the API
// package alone.

/** gRFC A72 tells attempts by these two. */
export const PREVIOUS_ATTEMPTS = 'previous-rpc-attempts';
export const TRANSPARENT_RETRY = 'transparent-retry';

export const RPC_SYSTEM_NAME = 'rpc.system.name';
export const RPC_METHOD = 'rpc.method';
/** `rpc.response.status_code` until 1.39; the package calls that one deprecated in its favour. */
export const RPC_STATUS_CODE = 'rpc.status_code';
export const ERROR_TYPE = 'error.type';
export const SERVER_ADDRESS = 'server.address';
export const SERVER_PORT = 'server.port';
export const PEER_ADDRESS = 'network.peer.address';
export const PEER_PORT = 'network.peer.port';

/** What these were called before, written too under `rpc/dup`; `rpc.method` has kept its name. */
export const OLD_RPC_SYSTEM = 'rpc.system';
export const OLD_RPC_SERVICE = 'rpc.service';
export const OLD_RPC_STATUS_CODE = 'rpc.grpc.status_code';

/** `call` or `attempt`, on spans of clients: an attempt's parent is its call. */
export const SPAN_ROLE = 'ballast.role';
export const TARGET = 'ballast.target';
export const MESSAGES_SENT = 'ballast.messages.sent';
export const MESSAGES_RECEIVED = 'ballast.messages.received';
export const FIRST_MESSAGE_MS = 'ballast.first_message_ms';
export const ATTEMPTS = 'ballast.attempts';
export const HEDGE = 'ballast.hedge';
export const BREAKER_STATE = 'ballast.breaker.state';
export const REFUSED_BY = 'ballast.refused_by';
export const PICK_POLICY = 'ballast.pick.policy';
export const PICK_REASON = 'ballast.pick.reason';
export const ENDPOINT_IN_FLIGHT = 'ballast.endpoint.in_flight';
export const ENDPOINT_LATENCY_MS = 'ballast.endpoint.latency_ms';
export const ENDPOINTS_EJECTED = 'ballast.endpoints.ejected';
export const ENDPOINTS_READY = 'ballast.endpoints.ready';
