import java.nio.charset.StandardCharsets;
import java.io.PrintStream;
import java.util.List;
import org.apache.jena.atlas.json.JsonArray;
import org.apache.jena.atlas.json.JsonNumber;
import org.apache.jena.atlas.json.JsonObject;
import org.apache.jena.graph.Node;

/** What an engine of Java tells of its run: a JSON object, as engine_run.py prints it. */
final class Told {
    /** Times are of System.nanoTime(); each result is focus node, path, component and value, null where it has none. */
    static void print(long before, long loaded, long done, List<Node[]> results) {
        JsonArray rows = new JsonArray();
        for (Node[] result : results) {
            JsonArray row = new JsonArray();
            for (Node term : result) {
                row.add(text(term));
            }
            rows.add(row);
        }
        JsonObject told = new JsonObject();
        told.put("load", JsonNumber.value((loaded - before) / 1e9));
        told.put("validate", JsonNumber.value((done - loaded) / 1e9));
        told.put("results", rows);
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println(told);
    }

    private static String text(Node term) {
        if (term == null) {
            return "";
        }
        if (term.isURI()) {
            return term.getURI();
        }
        return term.isLiteral() ? term.getLiteralLexicalForm() : term.getBlankNodeLabel();
    }
}
