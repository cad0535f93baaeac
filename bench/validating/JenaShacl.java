import java.util.List;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;
import org.apache.jena.shacl.validation.ReportEntry;
import org.apache.jena.sparql.path.P_Link;

/** Apache Jena SHACL on one graph: java JenaShacl DATA SHAPES. */
final class JenaShacl {
    public static void main(String[] files) {
        long before = System.nanoTime();
        Graph data = RDFDataMgr.loadGraph(files[0]);
        Shapes shapes = Shapes.parse(RDFDataMgr.loadGraph(files[1]));
        long loaded = System.nanoTime();
        ValidationReport report = ShaclValidator.get().validate(shapes, data);
        long done = System.nanoTime();
        List<Node[]> results = report.getEntries().stream().map(JenaShacl::result).collect(Collectors.toList());
        Told.print(before, loaded, done, results);
    }

    private static Node[] result(ReportEntry entry) {
        Node path = entry.resultPath() instanceof P_Link link ? link.getNode() : null;
        return new Node[] {entry.focusNode(), path, entry.sourceConstraintComponent(), entry.value()};
    }
}
