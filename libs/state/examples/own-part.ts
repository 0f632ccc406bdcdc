import { StateRegister } from '@ballast/state';

const register = new StateRegister();
let callsInFlight = 3;
const remove = register.add({
  bulkheads: () => [
    { target: 'dns:///inventory', callsInFlight, callsWaiting: 0, maxConcurrent: 512 },
  ],
});

console.log(register.read().bulkheads[0]?.callsInFlight); // 3
callsInFlight = 4;
console.log(register.read().bulkheads[0]?.callsInFlight); // 4: asked anew

remove();
console.log(register.read().bulkheads.length); // 0
