from django.urls import path, re_path

from disclosure.views import catalogue, cleanups, documents, feeds, fees, open_data, standard_catalogue

urlpatterns = [
    path("policies/", catalogue.policies, name="policies"),
    path("policies/<int:pk>/", documents.policy, name="policy"),
    path("normative/", catalogue.normative, name="normative"),
    path("cleanups/", cleanups.results, name="cleanups"),
    path("cleanups/<int:pk>/", cleanups.result, name="cleanup"),
    path("plans/", catalogue.plans, name="plans"),
    path("interpretations/", catalogue.interpretations, name="interpretations"),
    path("interpretations/rate/", catalogue.rate, name="interpretation_rate"),
    path("interpretations/<int:pk>/", documents.interpretation, name="interpretation"),
    path("dated/<int:pk>/", documents.dated_item, name="dated_item"),
    re_path(r"^(?P<letter>[pid])/(?P<pk>\d{1,18})$", documents.short_address, name="short"),
    re_path(r"^(?P<letter>[pid])/(?P<pk>\d{1,18})/qr\.svg$", documents.qr_code, name="qr"),
    path("deadlines/fees/", fees.page, name="fees"),
    path("deadlines/fees.json", fees.data, name="fees_json"),
    path("standard-catalogue/", standard_catalogue.catalogue, name="standard_catalogue"),
    path("standard-catalogue/coverage/", standard_catalogue.coverage, name="standard_coverage"),
    path("standard-catalogue/rows/<int:pk>/", standard_catalogue.row, name="standard_row"),
    path("standard-catalogue/<int:year>/<int:number>/", standard_catalogue.edition, name="standard_edition"),
    path("open-data/", open_data.open_data, name="open_data"),
    re_path(r"^open-data/catalogue\.(?P<name>csv|xlsx|jsonl)$", open_data.export, name="export"),
    path("open-data/dictionary.csv", open_data.data_dictionary, name="data_dictionary"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/all/", feeds.Everything(), name="feed"),
    path("feeds/policies/", feeds.Policies(), name="feed_policies"),
    path("feeds/interpretations/", feeds.Interpretations(), name="feed_interpretations"),
    path("feeds/columns/<int:pk>/", feeds.Column(), name="feed_column"),
    path("feeds/themes/<int:pk>/", feeds.OfTheme(), name="feed_theme"),
]
