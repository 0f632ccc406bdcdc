import { runProgram } from '@ballast/program';
import { startTinyService } from '../../../../start-tiny-service.ts';

await runProgram((environment) => startTinyService('inventory', environment));
