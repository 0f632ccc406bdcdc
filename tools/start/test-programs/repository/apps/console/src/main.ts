import { runProgram } from '@ballast/program';
import { startTinyService } from '../../../../start-tiny-service.ts';

if (import.meta.main) await runProgram((environment) => startTinyService('console', environment));
