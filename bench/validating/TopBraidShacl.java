import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.rdf.model.Statement;
import org.apache.jena.riot.RDFDataMgr;
import org.topbraid.shacl.validation.ValidationUtil;
import org.topbraid.shacl.vocabulary.SH;

/** TopBraid SHACL API on one graph: java TopBraidShacl DATA SHAPES. */
final class TopBraidShacl {
    private static final Property[] PARTS = {SH.focusNode, SH.resultPath, SH.sourceConstraintComponent, SH.value};

    public static void main(String[] files) {
        long before = System.nanoTime();
        Model data = RDFDataMgr.loadModel(files[0]);
        Model shapes = RDFDataMgr.loadModel(files[1]);
        long loaded = System.nanoTime();
        Resource report = ValidationUtil.validateModel(data, shapes, false);
        long done = System.nanoTime();
        List<Node[]> results = new ArrayList<>();
        for (Statement each : report.listProperties(SH.result).toList()) {
            Node[] result = new Node[PARTS.length];
            for (int part = 0; part < PARTS.length; part++) {
                Statement value = each.getResource().getProperty(PARTS[part]);
                result[part] = value == null ? null : value.getObject().asNode();
            }
            results.add(result);
        }
        Told.print(before, loaded, done, results);
    }
}
