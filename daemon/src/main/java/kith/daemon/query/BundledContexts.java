package kith.daemon.query;

import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.document.Document;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.jsonld.loader.DocumentLoader;
import com.apicatalog.jsonld.loader.DocumentLoaderOptions;
import com.google.gson.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.util.Map;

/** The JSON-LD contexts that come with the daemon; every other one would be a journey into the network. */
final class BundledContexts implements DocumentLoader {
    /** The profile's prefixes as a context. */
    static final String PROFILE = "https://w3id.org/kith/context.jsonld";

    private final String profile;

    BundledContexts(Map<String, String> prefixes) {
        JsonObject terms = new JsonObject();
        prefixes.forEach(terms::addProperty);
        JsonObject context = new JsonObject();
        context.add("@context", terms);
        this.profile = context.toString();
    }

    @Override
    public Document loadDocument(URI url, DocumentLoaderOptions options) throws JsonLdError {
        if (url.toString().equals(PROFILE)) {
            return JsonDocument.of(new StringReader(profile));
        }
        throw new JsonLdError(
                JsonLdErrorCode.LOADING_REMOTE_CONTEXT_FAILED,
                "the context <" + url + "> is not bundled and is never fetched: write its terms into the document, "
                        + "or use <" + PROFILE + ">");
    }
}
