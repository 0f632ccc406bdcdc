import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A self-signed certificate that is its own authority, and its key, both in PEM. */
export interface TestCertificate {
  readonly certificatePem: string;
  readonly keyPem: string;
}

/** Good for `localhost` and 127.0.0.1, from an hour ago for a day. Never written to disk here. */
export function createTestCertificate(commonName = 'localhost'): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const body = createCertificateBody(commonName, publicKey.export({ type: 'spki', format: 'der' }));
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature));
  const base64 = certificate.toString('base64').replace(/.{1,64}/g, '$&\n');
  return {
    certificatePem: `-----BEGIN CERTIFICATE-----\n${base64}-----END CERTIFICATE-----\n`,
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** `TBSCertificate` of RFC 5280, section 4.1. */
function createCertificateBody(commonName: string, publicKeyInfo: Buffer): Buffer {
  const name = sequence(
    der(0x31, sequence(objectId('550403'), der(0x0c, Buffer.from(commonName)))),
  );
  const hourMs = 3_600_000;
  const validity = sequence(utcTime(Date.now() - hourMs), utcTime(Date.now() + 24 * hourMs));
  // A leading 1 keeps the serial number positive.
  const serial = der(0x02, Buffer.from([1]), randomBytes(8));
  const version3 = der(0xa0, der(0x02, Buffer.from([2])));
  const basicConstraints = extension('551d13', sequence(der(0x01, Buffer.from([0xff]))));
  const alternativeNames = extension(
    '551d11',
    sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))),
  );
  const extensions = der(0xa3, sequence(basicConstraints, alternativeNames));
  const issuer = name;
  return sequence(
    version3,
    serial,
    ECDSA_WITH_SHA256,
    issuer,
    validity,
    name,
    publicKeyInfo,
    extensions,
  );
}

const ECDSA_WITH_SHA256 = sequence(objectId('2a8648ce3d040302'));

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), der(0x04, value));
}

function objectId(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, 'hex'));
}

function utcTime(atMs: number): Buffer {
  const digits = new Date(atMs).toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${digits}Z`));
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, ...parts);
}

/** Tag, length, content (ITU-T X.690, section 8.1). */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const header =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), content]);
}
