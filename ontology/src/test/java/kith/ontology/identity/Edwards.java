package kith.ontology.identity;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** The curve of Ed25519, slowly and from RFC 8032 alone, to make inputs that a signer never would. */
record Edwards(BigInteger x, BigInteger y) {
    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    static final BigInteger L = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    static final Edwards NEUTRAL = new Edwards(BigInteger.ZERO, BigInteger.ONE);

    private static final BigInteger D = BigInteger.valueOf(-121665)
            .multiply(BigInteger.valueOf(121666).modInverse(P))
            .mod(P);
    private static final BigInteger ROOT_OF_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

    Edwards plus(Edwards other) {
        BigInteger product = D.multiply(x)
                .multiply(other.x)
                .mod(P)
                .multiply(y)
                .multiply(other.y)
                .mod(P);
        BigInteger sumX = x.multiply(other.y).add(y.multiply(other.x));
        BigInteger sumY = y.multiply(other.y).add(x.multiply(other.x));
        return new Edwards(
                sumX.multiply(BigInteger.ONE.add(product).modInverse(P)).mod(P),
                sumY.multiply(BigInteger.ONE.subtract(product).modInverse(P)).mod(P));
    }

    Edwards times(BigInteger factor) {
        Edwards result = NEUTRAL;
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
            result = result.plus(result);
            if (factor.testBit(bit)) {
                result = result.plus(this);
            }
        }
        return result;
    }

    byte[] encoded() {
        return encoded(y, x.testBit(0));
    }

    /** Any 255-bit number as y, canonical or not. */
    static byte[] encoded(BigInteger y, boolean odd) {
        byte[] bytes = littleEndian(y);
        if (odd) {
            bytes[31] |= (byte) 0x80;
        }
        return bytes;
    }

    static byte[] littleEndian(BigInteger number) {
        byte[] bytes = new byte[32];
        for (int i = 0; i < 32; i++) {
            bytes[i] = number.shiftRight(8 * i).byteValue();
        }
        return bytes;
    }

    static BigInteger number(byte[] littleEndian) {
        BigInteger number = BigInteger.ZERO;
        for (int i = littleEndian.length - 1; i >= 0; i--) {
            number = number.shiftLeft(8).or(BigInteger.valueOf(littleEndian[i] & 0xff));
        }
        return number;
    }

    /** The points with this y: two, one or none. */
    static List<Edwards> withY(BigInteger anyY) {
        BigInteger y = anyY.mod(P);
        BigInteger square = y.multiply(y).mod(P);
        BigInteger xSquared = square.subtract(BigInteger.ONE)
                .multiply(D.multiply(square).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger x = xSquared.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!x.multiply(x).mod(P).equals(xSquared)) {
            x = x.multiply(ROOT_OF_MINUS_ONE).mod(P);
        }
        if (!x.multiply(x).mod(P).equals(xSquared)) {
            return List.of();
        }
        return x.signum() == 0 ? List.of(new Edwards(x, y)) : List.of(new Edwards(x, y), new Edwards(P.subtract(x), y));
    }

    /** The eight points whose order divides eight. */
    static List<Edwards> smallOrder() {
        BigInteger y = BigInteger.TWO;
        while (true) {
            for (Edwards point : withY(y)) {
                Edwards candidate = point.times(L);
                if (!candidate.times(BigInteger.valueOf(4)).equals(NEUTRAL)) {
                    return multiples(candidate);
                }
            }
            y = y.add(BigInteger.ONE);
        }
    }

    private static List<Edwards> multiples(Edwards generator) {
        List<Edwards> points = new ArrayList<>();
        Edwards point = NEUTRAL;
        for (int i = 0; i < 8; i++) {
            points.add(point);
            point = point.plus(generator);
        }
        return points;
    }

    /** All 14 ways to write a point of small order: 8 canonical, 4 with y + p, 2 with a sign on x = 0. */
    static List<byte[]> smallOrderEncodings() {
        List<byte[]> encodings = new ArrayList<>();
        smallOrder().forEach(point -> encodings.add(point.encoded()));
        for (int y = 0; y <= 1; y++) {
            encodings.add(encoded(P.add(BigInteger.valueOf(y)), false));
            encodings.add(encoded(P.add(BigInteger.valueOf(y)), true));
        }
        encodings.add(encoded(BigInteger.ONE, true));
        encodings.add(encoded(P.subtract(BigInteger.ONE), true));
        return encodings;
    }

    /** The secret scalar of an RFC 8032 seed. */
    static BigInteger scalar(byte[] seed) {
        byte[] hash = java.util.Arrays.copyOf(sha512(seed), 32);
        hash[0] &= (byte) 0xf8;
        hash[31] &= 0x7f;
        hash[31] |= 0x40;
        return number(hash);
    }

    static byte[] sha512(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
