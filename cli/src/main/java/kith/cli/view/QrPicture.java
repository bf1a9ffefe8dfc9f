package kith.cli.view;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** A text as a QR code for a terminal: two modules a character, black on white whatever the terminal's colours are. */
public final class QrPicture {
    /** Light modules that must be around a code. */
    private static final int QUIET = 4;

    private static final String BLACK_ON_WHITE = "\u001b[30;107m";
    private static final String PLAIN = "\u001b[0m";

    private QrPicture() {}

    /**
     * The picture, its lines each with a line feed between.
     *
     * @throws KithException USER, REJECTED if the text is longer than a code holds, 2,953 bytes
     */
    public static String of(String text) {
        ByteMatrix modules;
        try {
            modules = Encoder.encode(text, ErrorCorrectionLevel.L, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
                    .getMatrix();
        } catch (WriterException e) {
            throw KithException.user(Code.REJECTED, "this is too long for a picture: " + text.length() + " characters");
        }
        StringBuilder picture = new StringBuilder();
        for (int y = -QUIET; y < modules.getHeight() + QUIET; y += 2) {
            picture.append(picture.isEmpty() ? "" : "\n").append(BLACK_ON_WHITE);
            for (int x = -QUIET; x < modules.getWidth() + QUIET; x++) {
                boolean above = isDark(modules, x, y);
                boolean below = isDark(modules, x, y + 1);
                picture.append(above ? below ? '█' : '▀' : below ? '▄' : ' ');
            }
            picture.append(PLAIN);
        }
        return picture.toString();
    }

    private static boolean isDark(ByteMatrix modules, int x, int y) {
        return x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight() && modules.get(x, y) == 1;
    }
}
