import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates files with veraPDF: arguments are profile and file in turn; a line for each pair, a tabbed line for each failed assertion. */
public class Validate {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int at = 0; at + 1 < arguments.length; at += 2) {
            PDFAFlavour flavour = PDFAFlavour.fromString(arguments[at]);
            try (FileInputStream file = new FileInputStream(arguments[at + 1]);
                    PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
                ValidationResult result = validator.validate(parser);
                System.out.println(arguments[at] + " " + (result.isCompliant() ? "passed" : "failed") + " " + result.getTotalAssertions());
                for (TestAssertion assertion : result.getTestAssertions()) {
                    if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                        System.out.println("\t" + assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber()
                                + " " + assertion.getMessage() + " at " + assertion.getLocation().getContext());
                    }
                }
            }
        }
    }
}
