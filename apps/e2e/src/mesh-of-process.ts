import { loadMesh } from '@ballast/config';

/** That of the pod that the suite runs in; none elsewhere. Its clients step back as the platform's do. */
export const mesh = loadMesh(process.env);
